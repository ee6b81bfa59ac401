// @ts-check
import { browser } from "../shared/browser.js";
import { element, loadWords, writeTexts } from "../shared/text.js";
import { isEnd, show, showRequest, showWhereToLook } from "./screen.js";

/** @typedef {import("../worker/ceremony.js").View} View */

/** The drawing, the words and the tries of a state stay at least this long (ms); what is shorter is not shown. */
const SHORTEST = 350;

/** How long (ms) an end that needs no reading stays before the window closes. */
const FAREWELL = { done: 1_000, cancelled: 2_000 };

/** @type {View | null} What is on the screen. */
let shown = null;
/** @type {View | null} What comes next, once the present state was seen. */
let next = null;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let holding;

const port = browser.runtime.connect({ name: "ceremony" });
const worded = loadWords();
port.onMessage.addListener(async (view) => {
  await worded;
  receive(view);
});
port.onDisconnect.addListener(async () => {
  await worded;
  const last = next ?? shown;
  if (last && !isEnd(last)) receive({ ...last, step: "failed", reason: "internal" });
});
const language = await worded;
writeTexts(document);
element("cancel").addEventListener("click", close);
element("unseen").addEventListener("click", () => {
  port.postMessage({ showWindow: true });
  showWhereToLook();
});
port.postMessage({ language }); // only now does the host begin: its windows speak what this one speaks

/** @param {View} view - replaces the one before. */
function receive(view) {
  if (view.step === "withdrawn") return void close();
  if (shown === null && next === null) showRequest(view);
  next = view;
  if (shown === null && view.step === "starting")
    holding ??= setTimeout(showNext, SHORTEST); // it may be over by then
  else if (shown === null || holding === undefined) showNext();
}

/** Shows the latest view and holds it for a moment, so that nothing flashes by. */
function showNext() {
  clearTimeout(holding);
  holding = undefined;
  if (!next) return;
  [shown, next] = [next, null];
  show(shown, (candidate) => port.postMessage({ choose: candidate }));
  if (shown.step === "done") setTimeout(close, FAREWELL.done);
  else if (shown.reason === "user-cancelled") setTimeout(close, FAREWELL.cancelled);
  holding = setTimeout(showNext, SHORTEST);
}

/** Closing the window is how a person cancels, whichever way they do it. */
async function close() {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.remove(id);
}
