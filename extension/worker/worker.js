// @ts-check
import { noteAsked } from "../shared/asked.js";
import { browser } from "../shared/browser.js";
import { pageError, Refusal } from "../shared/codes.js";
import { holdsGrant } from "../shared/grants.js";
import { HostConnection, hostVersion } from "../shared/host-connection.js";
import { mayAsk } from "../shared/sites.js";
import { callerOf, isOwnPage } from "./caller.js";
import { Ceremony } from "./ceremony.js";
import { ceremonyId, openCeremonyWindow, WINDOW_PAGE } from "./ceremony-window.js";
import { countCancel, mustWait } from "./cooldown.js";
import { hasUnseen } from "./documents.js";
import { injectIntoOpenTabs, settleGrants } from "./grants.js";
import { parseRequest } from "./request.js";
import { converse, surfaceOf } from "./surfaces.js";

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
  const surface = surfaceOf(port.name);
  if (port.name === "page") serve(port, answerPage);
  else if (surface) serve(port, (said, isGone) => answerSurface(surface, port, said, isGone));
  else if (port.name === "ceremony" && isOwnPage(port.sender, browser.runtime, WINDOW_PAGE))
    adoptWindow(port);
  else port.disconnect();
});
browser.runtime.onMessage.addListener((message, _sender, respond) => {
  if (message !== "settle-grants") return false;
  settleGrants().finally(() => respond(true));
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
 * Answers the one call of a port. When the port closes, so does what it began.
 *
 * @param {chrome.runtime.Port} port
 * @param {(message: any, isGone: () => boolean, port: chrome.runtime.Port) => Promise<Ceremony | null>} answer
 */
function serve(port, answer) {
  let gone = false;
  /** @type {Ceremony | null} */
  let own = null;
  port.onDisconnect.addListener(() => {
    gone = true;
    own?.stop("user-cancelled", { withdrawn: true });
  });
  const once = async (/** @type {unknown} */ message) => {
    port.onMessage.removeListener(once);
    own = await answer(message ?? {}, () => gone, port);
  };
  port.onMessage.addListener(once);
  port.postMessage({ ready: true });
}

/**
 * A call of `openjpki.js`.
 *
 * @param {{ method?: unknown, params?: unknown }} message
 * @param {() => boolean} isGone
 * @param {chrome.runtime.Port} port
 * @returns {Promise<Ceremony | null>}
 */
async function answerPage({ method, params }, isGone, port) {
  try {
    const caller = callerOf(port.sender, browser.runtime.id);
    if (method === "status") return (port.postMessage({ result: await status(caller.origin) }), null);
    const request = parseRequest(method, params);
    await admit(caller.origin);
    await admitUnseen(caller.origin, request);
    return isGone() ? null : start(caller, request, port);
  } catch (error) {
    const { code, sentence } = Refusal.from(error);
    if (!isGone()) port.postMessage({ error: pageError(code, sentence) });
    return null;
  }
}

/**
 * Words of a page that speaks a language of other programs. Its port closes with the last answer, or at once where it gets none.
 *
 * @param {import("./surfaces.js").Surface} surface
 * @param {chrome.runtime.Port} port
 * @param {object} said
 * @param {() => boolean} isGone
 * @returns {Promise<Ceremony | null>}
 */
async function answerSurface(surface, port, said, isGone) {
  try {
    const caller = callerOf(port.sender, browser.runtime.id);
    const answer = (/** @type {object} */ words) => void (isGone() || port.postMessage(words));
    const own = await converse(surface, said, answer, {
      origin: caller.origin,
      hostVersion: lookForHost,
      start: async (request, page) => {
        await admit(caller.origin);
        return isGone() ? null : start(caller, request, page);
      },
    });
    if (own) own.concluded.then(() => port.disconnect());
    else port.disconnect();
    return own;
  } catch {
    port.disconnect(); // a frame, an opaque origin: silence
    return null;
  }
}

/**
 * @param {string} origin
 * @returns {Promise<{ extension: string, granted: boolean, host: string | null }>}
 */
async function status(origin) {
  const extension = browser.runtime.getManifest().version;
  if (!(await mayAsk(origin))) return { extension, granted: false, host: null };
  return { extension, granted: true, host: await lookForHost().catch(() => null) };
}

/**
 * @returns {Promise<string>} the host's version.
 * @throws {Refusal} as `hostVersion`.
 */
function lookForHost() {
  hostLookup ??= hostVersion().finally(() => (hostLookup = null));
  return hostLookup;
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
 * @param {string} origin
 * @param {import("./request.js").CeremonyRequest} request
 * @throws {Refusal} `not-granted` for a digest alone, unless the person switched that on for this site.
 */
async function admitUnseen(origin, { params }) {
  if (!("documents" in params) || !hasUnseen(params.documents)) return;
  if (await holdsGrant(origin, "unseenDocuments")) return;
  const sentence =
    "This site may not have documents signed by their digest alone. Send the content, or have the person allow it in the popup.";
  throw new Refusal("not-granted", { sentence });
}

/**
 * @param {import("./caller.js").Caller} caller
 * @param {import("./request.js").CeremonyRequest} request
 * @param {import("./ceremony.js").PagePort} port
 * @returns {Ceremony}
 * @throws {Refusal} `busy` while another ceremony runs; its window comes to the front.
 */
function start({ origin, windowId, incognito }, request, port) {
  if (ceremony?.running) {
    if (ceremony.windowId !== undefined)
      browser.windows.update(ceremony.windowId, { focused: true }).catch(() => {}); // it has just been closed
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
