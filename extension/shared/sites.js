// @ts-check
import { browser } from "./browser.js";
import { forgetGrants } from "./grants.js";
import { isTrustworthy, originPattern } from "./origin.js";
import { readPolicy, ruling } from "./policy.js";

/**
 * Which sites may ask for the card.
 *
 * A site may ask when the browser holds the permission for its host and the manifest names it, or the administrator
 * allowed it, or the person put its exact origin on the list; and never where the administrator blocked it. The list is
 * kept in `storage.local` as `sites: { [origin]: {} }`.
 */

/** @typedef {Record<string, object>} SiteList what is known about each listed origin; nothing yet */

/** @typedef {"built-in" | "allowed" | "granted" | "not-granted" | "blocked" | "impossible"} SiteState */

/**
 * @param {string} origin
 * @param {import("./policy.js").Policy} [policy] - that counts; the browser's, if it is not given.
 * @returns {Promise<SiteState>} `impossible` for what is neither https nor this very computer; `allowed` and `blocked`
 * by the administrator.
 */
export async function siteState(origin, policy) {
  if (!isTrustworthy(origin)) return "impossible";
  const decided = ruling(policy ?? (await readPolicy()), origin);
  if (decided === "blocked") return "blocked";
  const permitted = await browser.permissions.contains({ origins: [originPattern(origin)] });
  if (!permitted) return "not-granted";
  if (isBuiltIn(origin)) return "built-in";
  if (decided === "allowed") return "allowed";
  return Object.hasOwn(await listedSites(), origin) ? "granted" : "not-granted";
}

/**
 * @param {string} origin
 * @param {import("./policy.js").Policy} [policy] - as in `siteState`.
 * @returns {Promise<boolean>}
 */
export async function mayAsk(origin, policy) {
  const state = await siteState(origin, policy);
  return state === "built-in" || state === "allowed" || state === "granted";
}

/** @returns {Promise<SiteList>} */
export async function listedSites() {
  const { sites } = await browser.storage.local.get({ sites: {} });
  return /** @type {SiteList} */ (sites);
}

/**
 * Puts an origin on the list. It has no effect until the browser holds the permission as well.
 *
 * @param {string} origin
 */
export async function listSite(origin) {
  await browser.storage.local.set({ sites: { ...(await listedSites()), [origin]: {} } });
}

/**
 * Takes an origin off the list with everything that was switched on for it, and gives the browser's permission back unless another origin of that host needs it.
 *
 * @param {string} origin
 */
export async function unlistSite(origin) {
  const sites = await listedSites();
  delete sites[origin];
  await browser.storage.local.set({ sites });
  await forgetGrants(origin);
  const pattern = originPattern(origin);
  const needed = Object.keys(sites).some((other) => originPattern(other) === pattern);
  if (!needed) await browser.permissions.remove({ origins: [pattern] }).catch(() => false);
}

/**
 * @param {string} origin
 * @returns {boolean} whether the manifest's own content script covers the origin.
 */
export function isBuiltIn(origin) {
  const patterns =
    browser.runtime.getManifest().content_scripts?.flatMap(({ matches }) => matches ?? []) ?? [];
  return patterns.some((pattern) => matches(pattern, origin));
}

/**
 * @param {string} pattern - `scheme://host/*` or `scheme://*.domain/*`, the two forms in our manifest.
 * @param {string} origin
 * @returns {boolean}
 */
export function matches(pattern, origin) {
  const [, scheme, wildcard, domain] = /^(https?):\/\/(\*\.)?([^/*]+)\/\*$/.exec(pattern) ?? [];
  if (!domain) return false;
  const { protocol, hostname } = new URL(origin);
  if (protocol !== `${scheme}:`) return false;
  return hostname === domain || (wildcard !== undefined && hostname.endsWith(`.${domain}`));
}
