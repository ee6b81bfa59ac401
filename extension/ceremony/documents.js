// @ts-check
import { element, sizeText, write, writeCounted } from "../shared/text.js";

/** @typedef {import("../shared/told-documents.js").ToldDocument} ToldDocument */

/**
 * The documents to sign, with everything that a person can know of each: name, type, size, digest, pages, and the words in it
 * where it is text. Names, titles and words are the site's: they are only ever text.
 */

/** @type {import("../worker/preview.js").Preview[]} In the order of the documents. */
let previews = [];
/** @type {ToldDocument[]} What is on the screen. */
let listed = [];

/** @param {import("../worker/preview.js").Preview[]} words - what each document says, as far as it is text. */
export function keepPreviews(words) {
  previews = words;
}

/** @param {import("../worker/ceremony.js").View} view */
export function showDocuments({ documents = [], place, step }) {
  if (JSON.stringify(documents) !== JSON.stringify(listed)) {
    listed = documents; // drawn once: the person may be reading
    element("document-list").replaceChildren(...documents.map(documentItem));
  }
  const hidden = documents.length === 0 || step === "failed";
  element("documents").hidden = hidden;
  document.body.classList.toggle("with-documents", !hidden);
  element("signed-count").hidden = step !== "signing" || !place;
  if (place) write(element("signed-count"), "signing_document", String(place[0]), String(place[1]));
}

/** Lets the person close the words of a document; Escape does so as well. */
export function offerWayBack() {
  const dialog = /** @type {HTMLDialogElement} */ (element("preview"));
  element("preview-close").addEventListener("click", () => dialog.close());
}

/**
 * @param {ToldDocument} told
 * @param {number} index
 * @returns {HTMLLIElement}
 */
function documentItem(told, index) {
  const item = document.createElement("li");
  item.append(line("document-name", told.name));
  if (told.mediaType === undefined) item.append(warning());
  else item.append(facts(told));
  if (told.title) item.append(worded("document_title", told.title));
  item.append(digest(told.digest));
  if (previews[index]) item.append(lookButton(told.name, previews[index]));
  return item;
}

/**
 * @param {string} className
 * @param {string} words
 * @returns {HTMLElement}
 */
function line(className, words) {
  const shown = document.createElement("span");
  shown.className = className;
  shown.dir = "auto";
  shown.translate = false;
  shown.textContent = words;
  return shown;
}

/**
 * @param {ToldDocument} told
 * @returns {HTMLElement} type, size and, of a PDF, pages.
 */
function facts({ mediaType = "", size = 0, pages }) {
  const shown = line("quiet", `${mediaType} · ${sizeText(size)}`);
  if (pages === undefined) return shown;
  const counted = document.createElement("span");
  writeCounted(counted, "document_pages", pages);
  shown.append(" · ", counted);
  return shown;
}

/** @returns {HTMLElement} for a digest alone. */
function warning() {
  const shown = document.createElement("strong");
  shown.className = "unseen-document";
  write(shown, "document_unseen");
  return shown;
}

/**
 * @param {string} key
 * @param {string} value
 * @returns {HTMLElement}
 */
function worded(key, value) {
  const shown = document.createElement("span");
  shown.className = "quiet";
  write(shown, key, value);
  return shown;
}

/**
 * @param {string} base64 - SHA-256.
 * @returns {HTMLElement} in hex, as other programs show it.
 */
function digest(base64) {
  const hex = [...atob(base64)].map((byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
  const shown = document.createElement("code");
  shown.textContent = `SHA-256 ${hex}`;
  return shown;
}

/**
 * @param {string} name
 * @param {NonNullable<import("../worker/preview.js").Preview>} preview
 * @returns {HTMLButtonElement}
 */
function lookButton(name, { text, cut }) {
  const button = document.createElement("button");
  button.type = "button";
  write(button, "document_look");
  button.addEventListener("click", () => {
    element("preview-name").textContent = name;
    element("preview-text").textContent = text;
    element("preview-cut").hidden = !cut;
    /** @type {HTMLDialogElement} */ (element("preview")).showModal();
  });
  return button;
}
