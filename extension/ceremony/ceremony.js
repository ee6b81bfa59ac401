// @ts-check
import { browser } from "../shared/browser.js";
import { originParts } from "../shared/origin.js";
import { countedText, element, text, writeTexts } from "../shared/text.js";
import { mark, marks, picture, tone, wordKeys } from "./guidance.js";

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
/** @type {import("./guidance.js").Mark} */
let reached = "card";

writeTexts(document);
element("cancel").addEventListener("click", close);
const port = browser.runtime.connect({ name: "ceremony" });
port.onMessage.addListener(receive);
port.onDisconnect.addListener(() => {
  const last = next ?? shown;
  if (last && !isEnd(last)) receive({ ...last, step: "failed", reason: "internal" });
});

/** @param {View} view - replaces the one before. */
function receive(view) {
  if (view.step === "withdrawn") return close();
  next = view;
  if (holding === undefined) showNext();
}

/** Shows the latest view and holds it for a moment, so that nothing flashes by. */
function showNext() {
  holding = undefined;
  if (!next) return;
  const first = shown === null || shown.step === "starting";
  show(next);
  shown = next;
  next = null;
  if (!first || isEnd(shown)) holding = setTimeout(showNext, SHORTEST);
}

/** @param {View} view */
function show(view) {
  if (shown === null) showRequest(view);
  document.body.dataset.step = view.step;
  document.body.dataset.reason = view.reason ?? "";
  document.body.dataset.key = view.key ?? "";
  document.body.dataset.tone = tone(view);
  element("picture")
    .querySelector("use")
    ?.setAttribute("href", `pictures.svg#${picture(view)}`);
  const words = wordKeys(view).find((key) => text(`${key}_title`) !== "") ?? "ended_internal";
  element("state-title").textContent = text(`${words}_title`);
  element("state-next").textContent = text(`${words}_next`);
  element("state-show").textContent = text(`${words}_show`); // a sentence in Japanese for the counter
  element("state-show").hidden = element("state-show").textContent === "";
  showTries(view);
  showSteps(view);
  showCandidates(view);
  element("install-help").hidden = view.reason !== "host-missing";
  if (isEnd(view)) showEnd(view);
}

/** @param {View} view - who asks and what for; it never changes. */
function showRequest({ origin, method }) {
  const { scheme, host, port } = originParts(origin);
  element("origin-scheme").textContent = scheme;
  element("origin-host").textContent = host;
  element("origin-port").textContent = port;
  element("purpose").textContent = text(`purpose_${method}`);
  const leaving =
    method === "register"
      ? ["disclosure_register_holder", "disclosure_register_both"]
      : ["disclosure_authenticate"];
  element("disclosure-list").replaceChildren(...leaving.map((key) => listItem(text(key))));
}

/** @param {View} view */
function showTries({ step, remaining }) {
  const tries = element("tries");
  tries.hidden = step !== "waiting-for-pin" || remaining === undefined;
  tries.textContent = remaining === undefined ? "" : countedText("tries_left", remaining);
}

/** @param {View} view */
function showSteps(view) {
  reached = mark(view, reached);
  const line = marks(view.method);
  const place = line.indexOf(reached);
  const items = line.map((name, index) => {
    const item = listItem(text(`step_${name}`));
    if (index < place || view.step === "done") item.className = "past";
    if (index === place) item.setAttribute("aria-current", "step");
    return item;
  });
  element("steps").replaceChildren(...items);
}

/** @param {View} view */
function showCandidates({ readers = [] }) {
  const buttons = readers.map((reader, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = reader;
    button.addEventListener("click", () => port.postMessage({ choose: index }));
    return button;
  });
  element("candidates").replaceChildren(...buttons);
}

/** @param {View} view - done, or an end that stays to be read. */
function showEnd({ step, reason }) {
  element("cancel").textContent = text("close");
  if (step === "done") setTimeout(close, FAREWELL.done);
  else if (reason === "user-cancelled") setTimeout(close, FAREWELL.cancelled);
}

/**
 * @param {View} view
 * @returns {boolean}
 */
function isEnd({ step }) {
  return step === "done" || step === "failed";
}

/** Closing the window is how a person cancels, whichever way they do it. */
async function close() {
  const { id } = await browser.windows.getCurrent();
  if (id !== undefined) await browser.windows.remove(id);
}

/**
 * @param {string} words
 * @returns {HTMLLIElement}
 */
function listItem(words) {
  const item = document.createElement("li");
  item.textContent = words;
  return item;
}
