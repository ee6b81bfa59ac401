// @ts-check
import { browser } from "../shared/browser.js";

/** After this many cancels of one origin within the span, it must wait. */
const CANCELS = 3;

/** Milliseconds that a cancel counts. */
const SPAN = 60_000;

/**
 * Cancels of each origin, as times in ms, kept in `storage.session`: it outlives the worker, not the browser, and is
 * never written to disk.
 *
 * @typedef {Record<string, number[]>} Cancels
 */

/**
 * @param {string} origin
 * @param {number} [now] - ms.
 * @returns {Promise<boolean>} whether the origin was cancelled so often that it must wait.
 */
export async function mustWait(origin, now = Date.now()) {
  return ((await recentCancels(now))[origin] ?? []).length >= CANCELS;
}

/**
 * Remembers that a request of this origin was cancelled, by the person or by the page.
 *
 * @param {string} origin
 * @param {number} [now] - ms.
 */
export async function countCancel(origin, now = Date.now()) {
  const cancels = await recentCancels(now);
  cancels[origin] = [...(cancels[origin] ?? []), now].slice(-CANCELS);
  await browser.storage.session.set({ cancels });
}

/**
 * @param {number} now - ms.
 * @returns {Promise<Cancels>}
 */
async function recentCancels(now) {
  const { cancels = {} } = /** @type {{ cancels?: Cancels }} */ (
    await browser.storage.session.get("cancels")
  );
  const recent = Object.entries(cancels).map(([origin, times]) => [
    origin,
    times.filter((time) => now - time < SPAN),
  ]);
  return Object.fromEntries(recent.filter(([, times]) => times?.length));
}
