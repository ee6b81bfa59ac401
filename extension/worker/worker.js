// @ts-check
import { noteAsked } from "../shared/asked.js";
import { browser } from "../shared/browser.js";
import { pageError, Refusal } from "../shared/codes.js";
import { HostConnection, hostVersion } from "../shared/host-connection.js";
import { mayAsk } from "../shared/sites.js";
import { callerOf, isOwnPage } from "./caller.js";
import { Ceremony } from "./ceremony.js";
import { ceremonyId, openCeremonyWindow, WINDOW_PAGE } from "./ceremony-window.js";
import { countCancel, mustWait } from "./cooldown.js";
import { injectIntoOpenTabs, settleGrants } from "./grants.js";
import { parseRequest } from "./request.js";

/**
 * The last ceremony, running or ended with its window still open. A running one keeps this worker alive by its
 * native port; with an ended one nothing is lost when the worker stops.
 *
 * @type {Ceremony | null}
 */
let ceremony = null;

/** Settled when the last ceremony has let go of the card. */
let released = Promise.resolve();

/** @type {Promise<string> | null} One look for the host at a time, however often pages ask. */
let hostLookup = null;

browser.runtime.onConnect.addListener((port) => {
  if (port.name === "page") serve(port);
  else if (port.name === "ceremony" && isOwnPage(port.sender, browser.runtime, WINDOW_PAGE))
    adoptWindow(port);
  else port.disconnect();
});
browser.runtime.onMessage.addListener((message, _sender, respond) => {
  if (message !== "settle-grants") return false;
  settleGrants().then(() => respond(true));
  return true;
});
browser.permissions.onAdded.addListener(settleGrants);
browser.permissions.onRemoved.addListener(settleGrants);
browser.storage.onChanged.addListener((_changes, area) => area === "managed" && settleGrants());
browser.runtime.onStartup.addListener(settleGrants);
browser.runtime.onInstalled.addListener(async () => {
  await settleGrants();
  await injectIntoOpenTabs(browser.runtime.getManifest().content_scripts?.[0]?.matches ?? []);
});
browser.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });

/**
 * Answers the one call of a page's port.
 *
 * @param {chrome.runtime.Port} port
 */
function serve(port) {
  let gone = false;
  /** @type {Ceremony | null} */
  let own = null;
  port.onDisconnect.addListener(() => {
    gone = true;
    own?.stop("user-cancelled", { withdrawn: true });
  });
  const once = async (/** @type {unknown} */ message) => {
    port.onMessage.removeListener(once);
    try {
      const { method, params } = /** @type {{ method?: unknown, params?: unknown }} */ (message ?? {});
      const caller = callerOf(port.sender, browser.runtime.id);
      if (method === "status") return port.postMessage({ result: await status(caller.origin) });
      const request = parseRequest(method, params);
      await admit(caller.origin);
      if (!gone) own = start(caller, request, port);
    } catch (error) {
      if (!gone) port.postMessage({ error: pageError(Refusal.from(error).code) });
    }
  };
  port.onMessage.addListener(once);
}

/**
 * @param {string} origin
 * @returns {Promise<{ extension: string, granted: boolean, host: string | null }>}
 */
async function status(origin) {
  const extension = browser.runtime.getManifest().version;
  if (!(await mayAsk(origin))) return { extension, granted: false, host: null };
  hostLookup ??= hostVersion().finally(() => (hostLookup = null));
  return { extension, granted: true, host: await hostLookup.catch(() => null) };
}

/**
 * @param {string} origin
 * @throws {Refusal} `not-granted` without the person's permission, `busy` after too many cancels.
 */
async function admit(origin) {
  if (!(await mayAsk(origin))) throw new Refusal("not-granted");
  if (await mustWait(origin)) throw new Refusal("busy");
}

/**
 * @param {import("./caller.js").Caller} caller
 * @param {import("./request.js").CeremonyRequest} request
 * @param {chrome.runtime.Port} port
 * @returns {Ceremony}
 * @throws {Refusal} `busy` while another ceremony runs; its window comes to the front.
 */
function start({ origin, windowId, incognito }, request, port) {
  if (ceremony?.running) {
    if (ceremony.windowId !== undefined) browser.windows.update(ceremony.windowId, { focused: true });
    throw new Refusal("busy");
  }
  ceremony?.dismissWindow();
  if (!incognito) noteAsked(origin);
  const cardFree = released;
  const fresh = new Ceremony(origin, request, port, {
    cardFree,
    openHost: () => new HostConnection(),
    openWindow: (id) => openCeremonyWindow(id, windowId),
    countCancel: () => countCancel(origin),
  });
  ceremony = fresh;
  released = fresh.run();
  return fresh;
}

/**
 * Gives a window that has just opened to its ceremony. A window of an older one, or one that the browser restored,
 * closes itself.
 *
 * @param {chrome.runtime.Port} port
 */
function adoptWindow(port) {
  if (ceremony && ceremonyId(port.sender?.url) === ceremony.id) ceremony.attachWindow(port);
  else port.postMessage({ step: "withdrawn" });
}
