// @ts-check
import { browser } from "../shared/browser.js";
import { originPattern } from "../shared/origin.js";
import { allowedPatterns, readPolicy, rememberPolicy } from "../shared/policy.js";
import { isBuiltIn, listedSites, unlistSite } from "../shared/sites.js";

/** The content scripts, the same files for built-in and granted sites. */
const SCRIPTS = ["content/bridge.js", "content/compatible.js"];

/** Runs of `settle` follow one another, so that no script is registered twice. */
let settled = Promise.resolve();

/**
 * Makes the browser's registered content scripts agree with the list of sites and the permissions it holds. The
 * browser forgets them when the extension is updated, the list stays.
 *
 * @returns {Promise<void>}
 */
export function settleGrants() {
  settled = settled.then(settle, settle);
  return settled;
}

async function settle() {
  const policy = await readPolicy();
  await rememberPolicy(policy);
  const wanted = await permittedPatterns(policy);
  const registered = await browser.scripting.getRegisteredContentScripts();
  const obsolete = registered.filter(({ id }) => !wanted.has(id)).map(({ id }) => id);
  if (obsolete.length > 0) await browser.scripting.unregisterContentScripts({ ids: obsolete });
  const known = new Set(registered.map(({ id }) => id));
  const fresh = [...wanted].filter((pattern) => !known.has(pattern));
  if (fresh.length === 0) return;
  await browser.scripting.registerContentScripts(
    fresh.map((pattern) => ({
      id: pattern,
      matches: [pattern],
      js: SCRIPTS,
      runAt: "document_start",
      persistAcrossSessions: true,
    })),
  );
  await injectIntoOpenTabs(fresh);
}

/**
 * Also strikes from the list what the browser has no permission for: the person said no, or took it back there.
 *
 * @param {import("../shared/policy.js").Policy} policy
 * @returns {Promise<Set<string>>} the match patterns of the listed sites, and of those that the administrator allows.
 */
async function permittedPatterns(policy) {
  const patterns = new Set();
  for (const pattern of allowedPatterns(policy)) {
    const permitted = await browser.permissions.contains({ origins: [pattern] }).catch(() => false);
    if (permitted) patterns.add(pattern); // a pattern of the policy that the browser does not understand is left out
  }
  for (const origin of Object.keys(await listedSites())) {
    const pattern = originPattern(origin);
    if (!(await browser.permissions.contains({ origins: [pattern] }))) await unlistSite(origin);
    else if (!isBuiltIn(origin)) patterns.add(pattern);
  }
  return patterns;
}

/**
 * Lets pages that are already open ask without being loaded again. The script installs itself once per page.
 *
 * @param {string[]} patterns
 */
export async function injectIntoOpenTabs(patterns) {
  const tabs = await browser.tabs.query({ url: patterns, discarded: false });
  const injections = tabs.map(({ id }) =>
    browser.scripting.executeScript({ target: { tabId: id ?? -1 }, files: SCRIPTS }),
  );
  await Promise.allSettled(injections); // a tab that is gone or shows an error page takes no script
}
