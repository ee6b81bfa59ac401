// @ts-check
import { text } from "../shared/text.js";

/**
 * @typedef {object} Line one thing that was looked at.
 * @property {string} id - a stable word.
 * @property {"good" | "warning" | "bad" | "unknown"} outcome
 * @property {string} title - what was looked at.
 * @property {Said} said - what was seen.
 * @property {Said} [next] - the one plain next step.
 * @property {boolean} [install] - the page about the program helps.
 */

/** @typedef {{ key: string, values?: string[] } | { sentence: string }} Said a key of the catalogs with its values, or a sentence of the host's */

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
      said: { key: "extension_version", values: [extension] },
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
    install: true,
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
  const lines = checks.slice(0, MOST_CHECKS).map((check) => doctorLine(Object(check)));
  return { lines, report };
}

/** More checks than readers and cards make on any desk. */
const MOST_CHECKS = 64;

/** Characters of a report that somebody can read. */
const LONGEST_REPORT = 100_000;

/** Characters of a sentence. */
const LONGEST_SENTENCE = 1_000;

/**
 * @param {Record<string, unknown>} check
 * @returns {Line}
 */
function doctorLine({ id, outcome, sentence, next }) {
  const name = typeof id === "string" && /^[a-z-]{1,40}$/.test(id) ? id : "other";
  const judged = OUTCOMES.find((word) => word === outcome) ?? "unknown";
  const own = [`check-${name}-${judged}`, `check-${name}`].find((key) => text(`${key}_said`) !== "");
  const nextKey = own === undefined ? "" : `${own}_next`;
  const told = String(next ?? "").slice(0, LONGEST_SENTENCE);
  return {
    id: name,
    outcome: judged,
    title: TITLES[name] ?? "check_something_else",
    said: own ? { key: `${own}_said` } : { sentence: String(sentence ?? "").slice(0, LONGEST_SENTENCE) },
    ...(text(nextKey) !== ""
      ? { next: { key: nextKey } }
      : told !== "" && !own && { next: { sentence: told } }),
  };
}

const OUTCOMES = /** @type {const} */ (["good", "warning", "bad", "unknown"]);

/** What each of the host's checks is about. */
const TITLES = /** @type {Readonly<Record<string, string>>} */ (Object.freeze({}));

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
