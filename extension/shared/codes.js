// @ts-check

/**
 * Error codes of the protocol (append-only). A page gets only the codes of `PAGE_MESSAGES`; extension pages also
 * get the detailed ones, which a page must not learn.
 */

/** What a page's developer reads beside each code. People read the catalogs in `_locales` instead. */
export const PAGE_MESSAGES = Object.freeze({
  "not-granted": "This site may not ask for the card. Allow it with the OpenJPKI button of the browser.",
  "insecure-context": "OpenJPKI answers only pages served over https (or from loopback).",
  "activation-required": "Call this from a click or a key press.",
  busy: "Another request is running, or this site was cancelled three times within a minute.",
  "invalid-request": "The request is not valid.",
  unsupported: "This version of OpenJPKI cannot do this.",
  "host-missing": "The OpenJPKI program is not installed on this computer.",
  "host-outdated": "The OpenJPKI program and the extension do not fit together; update both.",
  "host-failed": "The OpenJPKI program stopped or did not answer.",
  "user-cancelled": "The request was cancelled.",
  "timed-out": "The request took more than ten minutes.",
  "card-unusable": "No usable card could be read.",
  "pin-blocked": "The PIN or password of the card is locked.",
  "certificate-missing": "The card does not hold the certificate.",
  "certificate-expired": "The certificate of the card has expired.",
  internal: "Something went wrong inside OpenJPKI.",
});

/** @typedef {keyof typeof PAGE_MESSAGES} PageCode */

/**
 * What a detailed code becomes before it leaves for a page: nothing about readers, tries or wrong PINs.
 *
 * @type {Readonly<Record<string, PageCode>>}
 */
const REDUCED = Object.freeze({
  "service-stopped": "card-unusable",
  "no-reader": "card-unusable",
  "no-card": "card-unusable",
  "card-unsupported": "card-unusable",
  "card-old": "card-unusable",
  "card-phone": "card-unusable",
  "card-removed": "card-unusable",
  "card-busy": "card-unusable",
  "pin-wrong": "user-cancelled",
  "pin-format": "user-cancelled",
  "pin-last-try": "user-cancelled",
  "pin-window-missing": "host-failed",
});

/**
 * @param {string} code
 * @returns {boolean} whether the protocol knows this code, page code or detailed.
 */
export function isCode(code) {
  return Object.hasOwn(PAGE_MESSAGES, code) || Object.hasOwn(REDUCED, code);
}

/**
 * @param {string} code - any code, also an unknown one.
 * @param {string} [sentence] - what exactly is wrong with the page's request.
 * @returns {{ code: PageCode, message: string }} what a page is told.
 */
export function pageError(code, sentence) {
  /** @type {PageCode} */
  let reduced = "internal";
  if (Object.hasOwn(PAGE_MESSAGES, code)) reduced = /** @type {PageCode} */ (code);
  else if (Object.hasOwn(REDUCED, code)) reduced = REDUCED[code] ?? reduced;
  return { code: reduced, message: sentence ?? PAGE_MESSAGES[reduced] };
}

/** A request that ended without a result. */
export class Refusal extends Error {
  /**
   * @param {string} code - one of the protocol's codes, page code or detailed.
   * @param {{ key?: Key, remaining?: number, valid?: "old" | "new" | "unknown", sentence?: string }} [detail] - `valid`: which PIN counts when
   * the card left while it was changed; `sentence`: for the page's developer, what is wrong with the request.
   */
  constructor(code, detail = {}) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.key = detail.key;
    this.remaining = detail.remaining;
    this.valid = detail.valid;
    this.sentence = detail.sentence;
  }

  /**
   * @param {unknown} error
   * @returns {Refusal} `error` itself, or `internal` for anything unforeseen.
   */
  static from(error) {
    return error instanceof Refusal ? error : new Refusal("internal");
  }
}

/** @typedef {"user-authentication" | "digital-signature"} Key which of the card's two keys */
