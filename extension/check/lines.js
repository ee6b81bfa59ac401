// @ts-check
import { dayText, text } from "../shared/text.js";
import { DOCTOR_WORDS } from "./doctor-words.js";

/**
 * @typedef {object} Line one thing that was looked at.
 * @property {string} id - a stable word.
 * @property {"good" | "warning" | "bad" | "unknown"} outcome
 * @property {string} title - what was looked at, a key of the catalogs.
 * @property {string} [which] - of several alike: the name of the reader or the browser.
 * @property {Said} said - what was seen.
 * @property {Said} [next] - the one plain next step.
 * @property {{ href: string, words: string }} [help] - a page that helps, and the key of its link's words.
 */

/**
 * @typedef {{ key: string, values?: string[] } | { counted: string, count: number } | { sentence: string }} Said a key of the
 * catalogs with its values or its count, or a sentence of the host's.
 */

/**
 * This very browser and this extension.
 *
 * @param {string} browserName
 * @param {string} extension - version.
 * @returns {Line[]}
 */
export function ownLines(browserName, extension) {
  return [
    { id: "browser", outcome: "good", title: "check_browser", said: { sentence: browserName } },
    {
      id: "extension",
      outcome: "good",
      title: "check_extension",
      said: { sentence: extension },
    },
  ];
}

/**
 * @param {{ version: string } | { code: string }} found - the host's hello, or why there is none.
 * @returns {Line}
 */
export function hostLine(found) {
  const line = { id: "host", title: "popup_host" };
  if ("version" in found)
    return { ...line, outcome: "good", said: { key: "host-found", values: [found.version] } };
  const code = text(found.code) === "" ? "host-failed" : found.code;
  return {
    ...line,
    outcome: "bad",
    said: { key: code },
    ...(text(`check-${code}_next`) !== "" && { next: { key: `check-${code}_next` } }),
    help: { href: "../help/host.html", words: "install_link" },
  };
}

/**
 * Reads the host's answer to `doctor`. For what this extension knows it has words of its own, in the person's language;
 * for the rest the host's.
 *
 * @param {unknown} result
 * @returns {{ lines: Line[], report: string } | null} null for what is not of the protocol.
 */
export function doctorLines(result) {
  const { checks, report } = Object(result);
  if (!Array.isArray(checks) || typeof report !== "string" || report.length > LONGEST_REPORT) return null;
  const others = checks.slice(0, MOST_CHECKS).filter((check) => Object(check).id !== HOST_ITSELF);
  return { lines: others.map((check) => doctorLine(Object(check))), report };
}

/** The program that answers has its line here already. */
const HOST_ITSELF = "program";

/** More checks than readers and cards make on any desk. */
const MOST_CHECKS = 64;

/** Characters of a report that somebody can read. */
const LONGEST_REPORT = 100_000;

/**
 * @param {Record<string, unknown>} check
 * @returns {Line}
 */
function doctorLine({ id, outcome, sentence, next, values }) {
  const known = typeof id === "string" && Object.hasOwn(DOCTOR_WORDS, id) ? DOCTOR_WORDS[id] : undefined;
  const { reader, browser, day, left } = Object(values);
  const name = short(reader ?? browser);
  const hostNext = short(next) === "" ? undefined : { sentence: short(next) };
  return {
    id: known ? String(id) : "other",
    outcome: OUTCOMES.find((word) => word === outcome) ?? "unknown",
    title: known?.title ?? "check_something_else",
    ...(name !== "" && { which: name }),
    said: known ? ownWords(known, { day, left }) : { sentence: short(sentence) },
    // What is well needs no step, though the host's word for it is the same: an empty reader beside the right card.
    ...(hostNext && known?.next !== "" && { next: known?.next ? { key: known.next } : hostNext }),
    ...(known?.rescue && { next: undefined, help: rescue(known.rescue) }),
  };
}

/**
 * @param {import("./doctor-words.js").DoctorWords} known
 * @param {{ day: unknown, left: unknown }} values
 * @returns {Said}
 */
function ownWords({ said, value, counted }, { day, left }) {
  if (counted) return { counted: said, count: Number(left) || 0 };
  const moment = Date.parse(`${short(day)}T00:00:00+09:00`);
  if (value === "day") return { key: said, values: [Number.isNaN(moment) ? "" : dayText(moment)] };
  return { key: said };
}

/** @param {import("../shared/codes.js").Key} key */
function rescue(key) {
  return { href: `../help/locked.html#${key}`, words: "rescue_link" };
}

/**
 * @param {unknown} value
 * @returns {string} no longer than a person reads.
 */
function short(value) {
  return String(value ?? "").slice(0, 1_000);
}

const OUTCOMES = /** @type {const} */ (["good", "warning", "bad", "unknown"]);

/**
 * @param {string} userAgent
 * @param {{ brands: { brand: string, version: string }[], platform: string } | undefined} hints - where the browser gives them.
 * @returns {string} name, main version and system, nothing finer: no one else's guess is needed to tell browsers apart.
 */
export function browserName(userAgent, hints) {
  const known = hints?.brands.filter(({ brand }) => !/not.?a.?brand/i.test(brand)) ?? [];
  const { brand, version } = known.find(({ brand }) => brand !== "Chromium") ?? known[0] ?? {};
  const [, firefox] = /Firefox\/(\d+)/.exec(userAgent) ?? [];
  const name = brand ? `${brand} ${version}` : firefox ? `Firefox ${firefox}` : "";
  const system = hints?.platform || (/Windows|Macintosh|Linux/.exec(userAgent)?.[0] ?? "");
  return [name, system].filter(Boolean).join(", ");
}
