// @ts-check

/** @typedef {import("../worker/ceremony.js").View} View */

/** @typedef {Pick<View, "step" | "reason" | "key" | "entry">} Told what words, drawing and tone go by, in the window and on My card */

/** Reasons for which a stage has words of its own; for the rest the stage says enough. */
const TOLD_REASONS = new Set([
  "service-stopped",
  "card-unsupported",
  "card-old",
  "card-phone",
  "card-busy",
  "card-removed",
  "pin-wrong",
  "pin-last-try",
  "pin-format",
]);

/** Ends that are the person's own doing: no alarm. */
const CALM_ENDS = new Set(["user-cancelled", "pin-wrong", "pin-format", "pin-last-try"]);

const COMPUTER = new Set([
  "host-missing",
  "host-outdated",
  "host-failed",
  "pin-window-missing",
  "internal",
  "unsupported",
  "invalid-request",
  "service-stopped",
  "card-busy",
]);

/**
 * Names the words for a state: catalog keys without `_title` and `_next`, the closest first; of each part the first that
 * exists is taken. The last always exists.
 *
 * @param {Told} told
 * @returns {string[]}
 */
export function wordKeys({ step, reason, key, entry }) {
  if (step === "failed") {
    const end = reason !== undefined && CALM_ENDS.has(reason) ? "user-cancelled" : reason;
    return [`ended-${end}-${key}`, `ended-${end}`, "ended-internal"];
  }
  if (reason === "pin-blocked") return [`ended-pin-blocked-${key}`, "ended-pin-blocked"];
  const told = reason !== undefined && TOLD_REASONS.has(reason) ? [`${reason}-${key}`, reason] : [];
  const typed = entry !== undefined ? [`entry-${entry}-${key}`, `entry-${entry}`] : [];
  return [...told, ...typed, `${step}-${key}`, step];
}

/**
 * @param {Told} told
 * @returns {string} the drawing's id in `pictures.svg`.
 */
export function picture({ step, reason = "" }) {
  if (reason === "pin-blocked") return "locked";
  if (reason === "no-reader") return "reader";
  if (step === "failed") {
    if (CALM_ENDS.has(reason)) return "ended";
    return COMPUTER.has(reason) ? "computer" : "problem";
  }
  if (/^card-(unsupported|old|phone)$/.test(reason)) return "problem";
  if (reason === "card-busy") return "computer";
  return PICTURES[step] ?? "computer";
}

/** @type {Record<string, string>} */
const PICTURES = {
  starting: "computer",
  "waiting-for-reader": "reader",
  "waiting-for-card": "card",
  choosing: "choosing",
  reading: "reading",
  "waiting-for-pin": "pin",
  signing: "signing",
  changing: "signing",
  done: "done",
};

/**
 * @param {Told} told
 * @returns {"live" | "still" | "alert"}
 */
export function tone({ step, reason = "" }) {
  if (reason === "pin-wrong" || reason === "pin-last-try" || reason === "pin-blocked") return "alert";
  if (step === "failed") return CALM_ENDS.has(reason) ? "still" : "alert";
  return step === "done" ? "still" : "live";
}

/** @typedef {"reader" | "card" | "password" | "pin" | "still" | "finish"} Mark a step of the line that the person sees */

/**
 * @param {Pick<View, "method" | "asked">} view
 * @returns {Mark[]}
 */
export function marks({ method, asked }) {
  if (method === "register") return ["reader", "card", "password", "pin", "still", "finish"];
  const password = method === "sign" || asked === "digital-signature";
  return ["reader", "card", password ? "password" : "pin", "still", "finish"];
}

/**
 * @param {View["method"]} method
 * @param {View["asked"]} asked
 * @returns {string[]} catalog keys: what the site receives, and what it means.
 */
export function disclosures(method, asked) {
  if (method === "register") return ["disclosure_register_holder", "disclosure_register_both"];
  if (method === "sign") return ["disclosure_sign", "disclosure_register_holder"];
  const holder = asked === "digital-signature" ? "disclosure_register_holder" : "disclosure_authenticate";
  return method === "certificate" ? [holder, "disclosure_bare"] : [holder];
}

/**
 * Where a view stands on the line. Reading belongs to the step before it, so it keeps the place; so does the signature
 * between the password and the PIN.
 *
 * @param {View} view
 * @param {Mark} previous
 * @returns {Mark}
 */
export function mark({ step, reason, key, method }, previous) {
  if (step === "done") return "finish";
  if (step === "signing" && (key === "user-authentication" || method !== "register")) return "still";
  if (key === "digital-signature") return "password";
  if (key === "user-authentication") return "pin";
  if (step === "waiting-for-reader") return "reader";
  const pastReader =
    step === "reading" || (reason !== undefined && /^(no-card|card-|certificate-|pin-)/.test(reason));
  if (pastReader && previous === "reader") return "card";
  return step === "waiting-for-card" || step === "choosing" ? "card" : previous;
}
