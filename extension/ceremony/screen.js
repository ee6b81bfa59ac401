// @ts-check
import { originParts } from "../shared/origin.js";
import { readSuffixes, registrableDomain } from "../shared/registrable-domain.js";
import { officialText, element, text, write, writeCounted } from "../shared/text.js";
import { offerCandidates } from "../shared/candidates.js";
import { showDocuments } from "./documents.js";
import { disclosures, mark, marks, picture, tone, wordKeys } from "./guidance.js";

/** @typedef {import("../worker/ceremony.js").View} View */

/** @type {import("./guidance.js").Mark} */
let reached = "reader";

/** @param {View} view - who asks and what for; it never changes. */
export function showRequest({ origin, method, asked, count = 0 }) {
  const { scheme, host, port } = originParts(origin);
  element("origin-scheme").textContent = scheme;
  element("origin-domain").textContent = host;
  element("origin-port").textContent = port;
  if (method === "sign") writeCounted(element("purpose"), "purpose_sign", count);
  else
    write(element("purpose"), ["purpose", method.replace("web-eid-", ""), asked].filter(Boolean).join("_"));
  element("purpose").hidden = false;
  element("disclosure-list").replaceChildren(...disclosures(method, asked).map(listItem));
  performance.mark("words"); // for `npm run paint`
  emphasise(host);
}

/** @param {string} host - whole until the list of public suffixes is there, and where it cannot be read. */
async function emphasise(host) {
  const domain = registrableDomain(host, await readSuffixes());
  element("origin-below").textContent = host.slice(0, host.length - domain.length);
  element("origin-domain").textContent = domain;
}

/**
 * @param {View} view
 * @param {(candidate: number) => void} choose - called when the person picks one of `view.candidates`.
 */
export function show(view, choose) {
  document.body.dataset.step = view.step;
  document.body.dataset.reason = view.reason ?? "";
  document.body.dataset.key = view.key ?? "";
  document.body.dataset.tone = tone(view);
  const drawing = picture(view);
  document.body.dataset.picture = drawing;
  element("picture").querySelector("use")?.setAttribute("href", `pictures.svg#${drawing}`);
  showWords(view);
  showSteps(view);
  showDocuments(view);
  showCandidates(view, choose);
  showAids(view);
  if (isEnd(view)) write(element("cancel"), "close");
}

/**
 * @param {View} view
 * @returns {boolean}
 */
export function isEnd({ step }) {
  return step === "done" || step === "failed";
}

/** @param {View} view */
function showWords(view) {
  const keys = wordKeys(view);
  for (const part of ["title", "next"]) {
    const key = keys.find((candidate) => text(`${candidate}_${part}`) !== "");
    write(element(`state-${part}`), `${key}_${part}`);
  }
  const sentence = keys.map(officialText).find((words) => words !== "") ?? "";
  element("state-show").textContent = sentence;
  element("state-show").hidden = sentence === "";
  const { step, remaining } = view;
  element("tries").hidden = step !== "waiting-for-pin" || remaining === undefined;
  if (remaining !== undefined) writeCounted(element("tries"), "tries_left", remaining);
}

/** @param {View} view */
function showSteps(view) {
  reached = mark(view, reached);
  const line = marks(view);
  const place = line.indexOf(reached);
  const items = line.map((name, index) => {
    const item = listItem(`step_${name}`);
    item.prepend(stepIcon(name));
    if (index < place || view.step === "done") item.className = "past";
    if (index === place) item.setAttribute("aria-current", "step");
    return item;
  });
  element("steps").replaceChildren(...items);
}

/**
 * @param {View} view
 * @param {(candidate: number) => void} choose
 */
function showCandidates({ candidates = [] }, choose) {
  offerCandidates(element("candidates"), candidates, choose);
}

/** @param {View} view - the links and the help that belong to it. */
function showAids({ step, reason, key }) {
  const blocked = reason === "pin-blocked";
  element("install-help").hidden = reason !== "host-missing";
  element("rescue").hidden = !blocked;
  element("rescue").setAttribute("href", `../help/locked.html${key ? `#${key}` : ""}`);
  const typing = step === "waiting-for-pin" && !blocked;
  element("which-pin").hidden = !typing;
  element("unseen").hidden = !typing;
  if (!typing) element("find").hidden = true;
}

/** Says where a window that stays hidden may be. */
export function showWhereToLook() {
  element("find").hidden = false;
  write(element("find"), "pin_window_find");
  element("find").scrollIntoView({ block: "nearest" });
}

/**
 * @param {string} key
 * @returns {HTMLLIElement}
 */
function listItem(key) {
  const item = document.createElement("li");
  const words = document.createElement("span");
  write(words, key);
  item.append(words);
  return item;
}

/**
 * @param {string} name - of a mark.
 * @returns {SVGSVGElement}
 */
function stepIcon(name) {
  const icon = document.createElementNS(SVG, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `pictures.svg#step-${name}`);
  icon.append(use);
  return icon;
}

const SVG = "http://www.w3.org/2000/svg";
