// @ts-check
import { browser } from "./browser.js";
import { readLanguage } from "./languages.js";
import { plain, writeRuby } from "./ruby.js";

/**
 * The one place that turns a catalog key into words. The catalogs are ours and not the browser's i18n, which can neither
 * switch its language nor speak easy Japanese; `_locales` holds only what the browser itself shows.
 */

/** @type {Record<string, string>} */
let words = {};
/** @type {Record<string, string>} */
let official = {};
let language = "en";

/**
 * Loads the words of the person's language. A page of the extension does this before anything else.
 *
 * @returns {Promise<string>} the language, as a BCP 47 tag: the host's windows are asked to speak the same.
 */
export async function loadWords() {
  language = await readLanguage();
  [words, official] = await Promise.all([
    readJson(`words/${language}.json`),
    readJson("words/official.json"),
  ]);
  return language;
}

/**
 * @param {string} key - a key of the catalog; hyphens of protocol words become underscores.
 * @param {...string} values - for `$1`, `$2`.
 * @returns {string} the sentence without readings, or an empty string if the catalog lacks it.
 */
export function text(key, ...values) {
  return plain(template(key), values);
}

/**
 * Writes a sentence into an element, readings above their kanji.
 *
 * @param {Element} element
 * @param {string} key
 * @param {...string} values
 */
export function write(element, key, ...values) {
  writeRuby(element, template(key), values);
}

/**
 * @param {Element} element
 * @param {string} key - key without its plural ending `_one`, `_other`.
 * @param {number} count
 */
export function writeCounted(element, key, count) {
  const counted = `${key}_${new Intl.PluralRules(language).select(count)}`;
  write(element, template(counted) ? counted : `${key}_other`, String(count));
}

/**
 * @param {string} key
 * @returns {string} Japanese whatever the language: a sentence to show at a counter, an official name; empty if there is none.
 */
export function officialText(key) {
  return official[key.replaceAll("-", "_")] ?? "";
}

/**
 * @param {number} bytes
 * @returns {string} to the byte, as this language writes it.
 */
export function sizeText(bytes) {
  return new Intl.NumberFormat(language, { style: "unit", unit: "byte", unitDisplay: "long" }).format(bytes);
}

/**
 * @param {number} time - ms.
 * @returns {string} date and time of day, as this language writes them.
 */
export function timeText(time) {
  return new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" }).format(time);
}

/**
 * @param {number} time - ms.
 * @returns {string} the day in Japan, whose midnight certificates keep, as this language writes it.
 */
export function dayText(time) {
  const dateStyle = language === "ja-simple" ? "medium" : "long"; // in figures, which need no reading
  return new Intl.DateTimeFormat(language, { dateStyle, timeZone: "Asia/Tokyo" }).format(time);
}

/**
 * Writes the words of every element that names a catalog key: `data-text` for its text, `data-official` for
 * Japanese that stays, `data-label` for the name that a screen reader says, and the document's own language and title.
 *
 * @param {Document} document
 */
export function writeTexts(document) {
  document.documentElement.lang = language;
  writeTextsIn(document);
}

/**
 * The same for a part that was made later.
 *
 * @param {ParentNode} part
 */
export function writeTextsIn(part) {
  for (const element of part.querySelectorAll("[data-text]")) {
    const { text: key = "" } = /** @type {HTMLElement} */ (element).dataset;
    if (element instanceof HTMLTitleElement) element.textContent = text(key);
    else write(element, key);
  }
  for (const element of part.querySelectorAll("[data-official]")) {
    element.textContent = officialText(/** @type {HTMLElement} */ (element).dataset.official ?? "");
  }
  for (const element of part.querySelectorAll("[data-label]")) {
    element.setAttribute("aria-label", text(/** @type {HTMLElement} */ (element).dataset.label ?? ""));
  }
}

/**
 * Finds an element that the page's own markup must have.
 *
 * @param {string} id
 * @returns {HTMLElement}
 */
export function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no element #${id}`);
  return found;
}

/**
 * @param {string} key
 * @returns {string} as it stands in the catalog.
 */
function template(key) {
  return words[key.replaceAll("-", "_")] ?? "";
}

/**
 * @param {string} path - of a file of this extension.
 * @returns {Promise<Record<string, string>>}
 */
async function readJson(path) {
  return (await fetch(browser.runtime.getURL(path))).json();
}
