// @ts-check
import { browser } from "./browser.js";

/**
 * The one place that turns a catalog key into words.
 *
 * @param {string} key - a key of `_locales/<language>/messages.json`; hyphens of protocol words become underscores.
 * @param {...string} values - the placeholders, in order.
 * @returns {string} the sentence, or an empty string if the catalog lacks it.
 */
export function text(key, ...values) {
  return browser.i18n.getMessage(key.replaceAll("-", "_"), values);
}

/**
 * @param {string} key - key without its plural ending `_one`, `_other`.
 * @param {number} count
 * @returns {string}
 */
export function countedText(key, count) {
  const rule = new Intl.PluralRules(text("catalog_language")).select(count);
  return text(`${key}_${rule}`, String(count)) || text(`${key}_other`, String(count));
}

/**
 * Writes the words of every element that names a catalog key: `data-text` for its text, `data-label` for the name
 * that a screen reader says, and the document's own language and title.
 *
 * @param {Document} document
 */
export function writeTexts(document) {
  document.documentElement.lang = text("catalog_language");
  for (const element of document.querySelectorAll("[data-text]")) {
    if (element instanceof HTMLElement) element.textContent = text(element.dataset.text ?? "");
  }
  for (const element of document.querySelectorAll("[data-label]")) {
    if (element instanceof HTMLElement) element.setAttribute("aria-label", text(element.dataset.label ?? ""));
  }
}

/**
 * @returns {string} the language of the browser as a BCP 47 tag, for the host's windows. The page cannot choose it.
 */
export function browserLanguage() {
  try {
    return Intl.getCanonicalLocales(browser.i18n.getUILanguage().replaceAll("_", "-"))[0] ?? "en";
  } catch {
    return "en";
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
