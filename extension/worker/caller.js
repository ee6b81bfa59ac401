// @ts-check
import { Refusal } from "../shared/codes.js";
import { isTrustworthy } from "../shared/origin.js";

/**
 * @typedef {object} Caller the page that asks, as the browser vouches for it.
 * @property {string} origin - ASCII serialization.
 * @property {number} windowId - the browser window the page is in.
 * @property {boolean} [incognito] - in a private window.
 */

/**
 * Reads who is calling from what the browser says about a port, never from what the page says.
 *
 * `sender.origin` decides: a sandboxed frame has the site's URL and the origin "null". Firefox before 126 has no
 * `sender.origin`; there the URL of the top frame stands in, and the content script keeps out of opaque origins.
 *
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @param {string} extensionId - our own id.
 * @returns {Caller}
 * @throws {Refusal} `insecure-context` for plain http, `not-granted` for all else that is not a live top page.
 */
export function callerOf(sender, extensionId) {
  const { id, tab, frameId, url = "", documentLifecycle = "active" } = sender ?? {};
  const urlOrigin = URL.canParse(url) ? new URL(url).origin : "null";
  const origin = sender?.origin ?? urlOrigin;
  const live = id === extensionId && tab !== undefined && frameId === 0 && documentLifecycle === "active";
  if (!live || !tab || origin === "null" || origin !== urlOrigin) throw new Refusal("not-granted");
  if (!isTrustworthy(origin)) throw new Refusal("insecure-context");
  return { origin, windowId: tab.windowId, ...(tab.incognito && { incognito: true }) };
}

/**
 * @param {chrome.runtime.MessageSender | undefined} sender
 * @param {{ id: string, getURL: (path: string) => string }} runtime
 * @param {string} path - a page of this extension.
 * @returns {boolean} whether the port comes from that page; a content script can take any port name, but not this.
 */
export function isOwnPage(sender, runtime, path) {
  const page = runtime.getURL(path);
  const urlMatches = sender?.url === page || sender?.url?.startsWith(`${page}#`) === true;
  const originMatches = sender?.origin === undefined || `${sender.origin}/` === runtime.getURL("");
  return sender?.id === runtime.id && urlMatches && originMatches;
}
