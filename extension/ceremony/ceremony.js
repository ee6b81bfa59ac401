// @ts-check
import { browser } from "../shared/browser.js";
import { Steady } from "../shared/steady.js";
import { element, loadWords, writeTexts } from "../shared/text.js";
import { keepPreviews, offerWayBack } from "./documents.js";
import { isEnd, show, showRequest, showWhereToLook } from "./screen.js";

/** @typedef {import("../worker/ceremony.js").View} View */

/** How long (ms) an end that needs no reading stays before the window closes. */
const FAREWELL = { done: 1_000, cancelled: 2_000 };

/** @type {Steady<View>} */
const steady = new Steady(showView);

const port = browser.runtime.connect({ name: "ceremony" });
const worded = loadWords();
port.onMessage.addListener(async (message) => {
  await worded;
  if ("previews" in message) keepPreviews(message.previews);
  else receive(message);
});
port.onDisconnect.addListener(async () => {
  await worded;
  const last = steady.latest;
  if (last && !isEnd(last)) receive({ ...last, step: "failed", reason: "internal" });
});
const language = await worded;
writeTexts(document);
element("cancel").addEventListener("click", close);
offerWayBack();
element("unseen").addEventListener("click", () => {
  port.postMessage({ showWindow: true });
  showWhereToLook();
});
const whichPin = /** @type {HTMLDetailsElement} */ (element("which-pin"));
whichPin.addEventListener("toggle", () => whichPin.open && whichPin.scrollIntoView({ block: "nearest" }));
port.postMessage({ language }); // only now does the host begin: its windows speak what this one speaks

/** @param {View} view - replaces the one before. */
function receive(view) {
  if (view.step === "withdrawn") return void close();
  if (steady.latest === null) showRequest(view);
  steady.receive(view);
}

/** @param {View} view */
function showView(view) {
  show(view, (candidate) => port.postMessage({ choose: candidate }));
  if (view.step === "done") setTimeout(close, FAREWELL.done);
  else if (view.reason === "user-cancelled") setTimeout(close, FAREWELL.cancelled);
}

/** Closing the window is how a person cancels, whichever way they do it. */
async function close() {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.remove(id);
}
