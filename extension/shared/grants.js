// @ts-check
import { browser } from "./browser.js";
import { covers, readPolicy } from "./policy.js";

/**
 * What a site may do beyond asking, switched on for its exact origin by the person or an administrator; all of it is off
 * by default. Kept in `storage.local` as `grants: { [origin]: { [grant]: true } }`.
 */

/**
 * - `unseenDocuments`: have documents signed of which it gives the digest only.
 * - `officialClient`: be answered in place of the official client software of the immigration registration page.
 * - `webEid`: be answered in place of Web eID, documents signed by their digest included.
 */
export const GRANTS = Object.freeze(/** @type {const} */ (["unseenDocuments", "officialClient", "webEid"]));

/** @typedef {typeof GRANTS[number]} Grant */

/** @typedef {{ on: boolean, decided: boolean }} GrantState `decided`: by the administrator, so nobody can switch it here. */

/**
 * @param {string} origin
 * @param {import("./policy.js").Policy} [decided] - the policy that counts; the browser's, if it is not given.
 * @returns {Promise<Record<Grant, GrantState>>}
 */
export async function grantStates(origin, decided) {
  const [given, { grants: policy }] = await Promise.all([givenGrants(), decided ?? readPolicy()]);
  const own = given[origin] ?? {};
  /** @param {Grant} grant @returns {GrantState} */
  const state = (grant) => {
    const entries = policy[grant];
    if (entries) return { on: entries.some((entry) => covers(entry, origin)), decided: true };
    return { on: own[grant] === true, decided: false };
  };
  return {
    unseenDocuments: state("unseenDocuments"),
    officialClient: state("officialClient"),
    webEid: state("webEid"),
  };
}

/**
 * @param {string} origin
 * @param {Grant} grant
 * @param {import("./policy.js").Policy} [decided] - as in `grantStates`.
 * @returns {Promise<boolean>} whether it is switched on; whether the site may ask at all is another question.
 */
export async function holdsGrant(origin, grant, decided) {
  return (await grantStates(origin, decided))[grant].on;
}

/**
 * Switches a grant for the person. Where the administrator decided, this has no effect.
 *
 * @param {string} origin
 * @param {Grant} grant
 * @param {boolean} on
 */
export async function switchGrant(origin, grant, on) {
  const grants = await givenGrants();
  const own = { ...grants[origin] };
  if (on) own[grant] = true;
  else delete own[grant];
  if (Object.keys(own).length > 0) grants[origin] = own;
  else delete grants[origin];
  await browser.storage.local.set({ grants });
}

/**
 * Takes everything back that the person switched on for an origin.
 *
 * @param {string} origin
 */
export async function forgetGrants(origin) {
  const grants = await givenGrants();
  if (!Object.hasOwn(grants, origin)) return;
  delete grants[origin];
  await browser.storage.local.set({ grants });
}

/** @returns {Promise<Record<string, Partial<Record<Grant, boolean>>>>} what the person switched on, by origin. */
export async function givenGrants() {
  const { grants } = await browser.storage.local.get({ grants: {} });
  return /** @type {Record<string, Partial<Record<Grant, boolean>>>} */ (grants);
}
