// @ts-check
import { browser } from "./browser.js";

/**
 * When each site last asked for the card, for the person to look at: `asked: { [origin]: ms }` in `storage.local`.
 * Requests from private windows are not written down.
 */

/** The oldest entries beyond this many go. */
const MOST = 200;

/** @returns {Promise<Record<string, number>>} ms of each origin. */
export async function askedTimes() {
  const { asked } = await browser.storage.local.get({ asked: {} });
  return /** @type {Record<string, number>} */ (asked);
}

/**
 * @param {string} origin
 * @param {number} [now] - ms.
 */
export async function noteAsked(origin, now = Date.now()) {
  const entries = Object.entries({ ...(await askedTimes()), [origin]: now });
  entries.sort(([, earlier], [, later]) => later - earlier);
  await browser.storage.local.set({ asked: Object.fromEntries(entries.slice(0, MOST)) });
}

/** @param {string} origin */
export async function forgetAsked(origin) {
  const asked = await askedTimes();
  delete asked[origin];
  await browser.storage.local.set({ asked });
}
