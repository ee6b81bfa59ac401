// @ts-check
import { browser } from "../shared/browser.js";

/** The extension page that a ceremony shows. */
export const WINDOW_PAGE = "ceremony/ceremony.html";

/** Outer size in CSS pixels: wide enough for a long host name, low enough for a small laptop. */
const SIZE = { width: 500, height: 700 };

/**
 * Opens the window of a ceremony over the browser window that asked.
 *
 * @param {string} id - the ceremony's id; the window comes back with it.
 * @param {number} over - id of the asking browser window.
 * @returns {Promise<unknown>}
 */
export async function openCeremonyWindow(id, over) {
  const url = `${browser.runtime.getURL(WINDOW_PAGE)}#${id}`;
  const window = { url, type: /** @type {const} */ ("popup"), focused: true, ...SIZE };
  const asking = await browser.windows.get(over).catch(() => null);
  if (!asking || asking.state === "minimized") return browser.windows.create(window);
  const { left = 0, top = 0, width = SIZE.width } = asking;
  const place = { left: Math.round(left + (width - SIZE.width) / 2), top: top + 60 };
  // A browser refuses a place that is mostly off screen; then it may choose.
  return browser.windows.create({ ...window, ...place }).catch(() => browser.windows.create(window));
}

/**
 * @param {string | undefined} url - of a ceremony window.
 * @returns {string} the ceremony's id in it.
 */
export function ceremonyId(url) {
  return url === undefined ? "" : new URL(url).hash.slice(1);
}
