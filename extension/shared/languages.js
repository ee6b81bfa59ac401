// @ts-check
import { browser } from "./browser.js";
import { readPolicy, rememberedPolicy } from "./policy.js";

/**
 * Every language, as a BCP 47 tag, with its own name for itself. `words/<tag>.json` holds its words. `simple` is the
 * registered variant for simplified language: easy Japanese, with the readings of all kanji.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const LANGUAGES = Object.freeze({
  ja: "日本語",
  "ja-simple": "やさしい日本語",
  en: "English",
  vi: "Tiếng Việt",
  "zh-Hans": "简体中文",
  ko: "한국어",
  "pt-BR": "Português (Brasil)",
  ne: "नेपाली",
  id: "Bahasa Indonesia",
  fil: "Filipino",
});

/**
 * Tags that begin unlike ours. Who reads traditional characters (zh-TW, zh-HK) gets simplified ones: their own language in another script
 * rather than a foreign one. English is one choice away on each page.
 */
const ALIASES = Object.freeze({ zh: "zh-Hans", pt: "pt-BR", tl: "fil" });

/**
 * The language that this person reads: their own choice, else the administrator's, else the browser's. A page of a site
 * has no say in it.
 *
 * @returns {Promise<string>} a key of `LANGUAGES`.
 */
export async function readLanguage() {
  const chosen = await chosenLanguage();
  if (chosen) return chosen;
  const { language } = (await rememberedPolicy()) ?? (await readPolicy()); // no window stays blank for a language
  return nearest(language) ?? browserLanguage();
}

/** @returns {Promise<string | undefined>} what the person chose, if they did. */
export async function chosenLanguage() {
  const { language } = await browser.storage.local.get("language");
  return nearest(language);
}

/** @param {string} language - a key of `LANGUAGES`, or an empty string for the browser's. */
export async function chooseLanguage(language) {
  if (language === "") await browser.storage.local.remove("language");
  else await browser.storage.local.set({ language });
}

/**
 * The browser picks a folder of `_locales` by the languages of the desktop, and reports the language of its own menus;
 * the two differ where its translations are not installed. The first that is not the English of last resort counts.
 *
 * @returns {string}
 */
function browserLanguage() {
  const told = [browser.i18n.getMessage("catalog_language"), browser.i18n.getUILanguage()].map(nearest);
  return told.find((language) => language !== undefined && language !== "en") ?? "en";
}

/**
 * @param {unknown} tag - of anywhere.
 * @returns {string | undefined} our language for it.
 */
export function nearest(tag) {
  if (typeof tag !== "string") return undefined;
  if (Object.hasOwn(LANGUAGES, tag)) return tag;
  const [base = ""] = tag.toLowerCase().split(/[-_]/);
  if (Object.hasOwn(ALIASES, base)) return ALIASES[/** @type {keyof typeof ALIASES} */ (base)];
  return Object.hasOwn(LANGUAGES, base) ? base : undefined;
}
