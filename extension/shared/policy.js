// @ts-check
import { browser } from "./browser.js";

/**
 * What an administrator decided, from the browser's managed storage; `managed-schema.json` describes it.
 *
 * @typedef {object} Policy
 * @property {string[]} allowedOrigins
 * @property {string[]} blockedOrigins
 * @property {string} [language]
 * @property {Partial<Record<import("./grants.js").Grant, string[]>>} grants - for each grant that the administrator decided, the
 * sites that have it; no other site has it then.
 */

/** The setting that decides each grant. */
const GRANT_SETTINGS = Object.freeze({
  unseenDocuments: "unseenDocumentsOrigins",
  officialClient: "officialClientOrigins",
  webEid: "webEidOrigins",
});

/**
 * Decides. When the browser has just started, this takes some seconds.
 *
 * @returns {Promise<Policy>} empty lists where nobody administers; a value of the wrong type counts as absent.
 */
export async function readPolicy() {
  /** @type {Record<string, unknown>} */
  let stored = {};
  try {
    stored = await browser.storage.managed.get();
  } catch {
    // Firefox throws where there is no policy at all.
  }
  const { allowedOrigins, blockedOrigins, language } = stored;
  const decided = Object.entries(GRANT_SETTINGS).filter(([, setting]) => Array.isArray(stored[setting]));
  return {
    allowedOrigins: strings(allowedOrigins),
    blockedOrigins: strings(blockedOrigins),
    grants: Object.fromEntries(decided.map(([grant, setting]) => [grant, strings(stored[setting])])),
    ...(typeof language === "string" && { language }),
  };
}

/**
 * Keeps the policy, in `storage.local` as `policy`, for the first seconds of the next start.
 *
 * @param {Policy} policy
 */
export async function rememberPolicy(policy) {
  await browser.storage.local.set({ policy });
}

/**
 * The policy as it was when it was last kept, at once: good for what grants nothing.
 *
 * @returns {Promise<Policy | undefined>} undefined before the first.
 */
export async function rememberedPolicy() {
  const { policy } = await browser.storage.local.get("policy");
  return /** @type {Policy | undefined} */ (policy);
}

/**
 * @param {Pick<Policy, "allowedOrigins" | "blockedOrigins">} policy
 * @param {string} origin
 * @returns {"allowed" | "blocked" | null} null where the administrator left it to the person.
 */
export function ruling({ allowedOrigins, blockedOrigins }, origin) {
  if (allowedOrigins.some((entry) => covers(entry, origin))) return "allowed";
  return blockedOrigins.some((entry) => covers(entry, origin)) ? "blocked" : null;
}

/**
 * @param {string} entry - `*`, an origin, or an origin with `*.` before its host: that domain and all below it.
 * @param {string} origin
 * @returns {boolean} false for an entry that is none of these.
 */
export function covers(entry, origin) {
  if (entry === "*" || entry === origin) return true;
  const [, scheme, domain] = /^(https?:\/\/)\*\.([^/*]+)$/.exec(entry) ?? [];
  if (!scheme || !domain || !origin.startsWith(scheme)) return false;
  const host = origin.slice(scheme.length); // with its port, if it has one: an entry without covers the default port
  return host === domain || host.endsWith(`.${domain}`);
}

/**
 * @param {Pick<Policy, "allowedOrigins">} policy
 * @returns {string[]} match patterns of what the policy allows, for the browser's permissions. `*` is no site.
 */
export function allowedPatterns({ allowedOrigins }) {
  const hosts = allowedOrigins.map((entry) => /^(https:\/\/(?:\*\.)?[^/*:]+)(?::\d+)?$/.exec(entry)?.[1]);
  return hosts.filter((host) => host !== undefined).map((host) => `${host}/*`);
}

/**
 * @param {unknown} value
 * @returns {string[]}
 */
function strings(value) {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === "string") : [];
}
