// @ts-check
import { Refusal } from "../shared/codes.js";

/**
 * What the immigration registration page and its client software say to each other, as public write-ups describe it (never
 * tried against the real site): docs/PROTOCOL.md section 8. The page's event carries JSON text, and so does the answer.
 *
 * @type {import("./surfaces.js").Surface}
 */
export const officialClient = {
  grant: "officialClient",

  parse(said) {
    const { mode, keypair_division: division } = parseJson(said);
    if (typeof mode !== "string" || mode.length > 16) return null;
    const failure = (/** @type {Refusal} */ { code }) => ({ mode, result: "1", errcode: errorCode(code) });
    if (mode === CLOSE) return { act: "close", answer: { mode, result: "0", errcode: "" } };
    const key = mode === CERTIFICATE ? KEYS[String(division)] : undefined;
    if (!key) return { act: "refuse", failure, refusal: new Refusal("unsupported") };
    return {
      act: "ask",
      request: () => ({ method: "certificate", params: { key } }),
      success: ({ certificate }) => ({ mode, result: "0", certificate, errcode: "" }),
      failure,
      goesOn: true,
    };
  },
};

/** Modes: hand over a certificate, and close. */
const [CERTIFICATE, CLOSE] = ["11", "05"];

/** @type {Record<string, import("../shared/codes.js").Key>} */
const KEYS = { "01": "digital-signature", "02": "user-authentication" };

/**
 * The one code that is known, for a program that cannot be started; the rest are ours, so that a page shows a code at all.
 *
 * @param {string} code
 * @returns {string}
 */
function errorCode(code) {
  return code === "host-missing" || code === "host-outdated" || code === "host-failed"
    ? "EW004JC200"
    : `OPENJPKI-${code}`;
}

/**
 * @param {unknown} said
 * @returns {Record<string, unknown>}
 */
function parseJson(said) {
  try {
    return Object(JSON.parse(String(said)));
  } catch {
    return {};
  }
}
