// @ts-check

/** @typedef {import("../worker/ceremony.js").View} View */

/** Reasons for which a stage has words of its own; for the rest the stage says enough. */
const TOLD_REASONS = new Set([
  "service-stopped",
  "card-unsupported",
  "card-busy",
  "card-removed",
  "pin-wrong",
  "pin-last-try",
  "pin-format",
]);

/** Ends that are the person's own doing: no alarm. */
const CALM_ENDS = new Set(["user-cancelled", "pin-wrong", "pin-format", "pin-last-try"]);

const LOCKED = new Set(["pin-blocked", "certificate-missing", "certificate-expired"]);

const COMPUTER = new Set([
  "host-missing",
  "host-outdated",
  "host-failed",
  "pin-window-missing",
  "internal",
  "unsupported",
  "invalid-request",
]);

/**
 * Names the words for a state: catalog keys without `_title` and `_next`, the closest first. The last always exists.
 *
 * @param {View} view
 * @returns {string[]}
 */
export function wordKeys({ step, reason, key }) {
  if (step === "failed") {
    const end = reason !== undefined && CALM_ENDS.has(reason) ? "user-cancelled" : reason;
    return [`ended-${end}-${key}`, `ended-${end}`, "ended-internal"];
  }
  if (reason === "pin-blocked") return [`ended-pin-blocked-${key}`, "ended-pin-blocked"];
  const told = reason !== undefined && TOLD_REASONS.has(reason) ? [`${reason}-${key}`, reason] : [];
  return [...told, `${step}-${key}`, step];
}

/**
 * @param {View} view
 * @returns {string} the drawing's id in `pictures.svg`.
 */
export function picture({ step, reason = "" }) {
  if (LOCKED.has(reason)) return "locked";
  if (step === "failed") {
    if (CALM_ENDS.has(reason)) return "ended";
    return COMPUTER.has(reason) ? "computer" : "problem";
  }
  if (reason === "card-unsupported") return "problem";
  return PICTURES[step] ?? "computer";
}

/** @type {Record<string, string>} */
const PICTURES = {
  starting: "computer",
  "waiting-for-reader": "reader",
  "waiting-for-card": "card",
  choosing: "card",
  reading: "reading",
  "waiting-for-pin": "pin",
  signing: "signing",
  done: "done",
};

/**
 * @param {View} view
 * @returns {"live" | "still" | "alert"}
 */
export function tone({ step, reason = "" }) {
  if (reason === "pin-wrong" || reason === "pin-last-try" || reason === "pin-blocked") return "alert";
  if (step === "failed") return CALM_ENDS.has(reason) ? "still" : "alert";
  return step === "done" ? "still" : "live";
}

/** @typedef {"card" | "password" | "pin" | "finish"} Mark a step of the line that the person sees */

/**
 * @param {"authenticate" | "register"} method
 * @returns {Mark[]}
 */
export function marks(method) {
  return method === "register" ? ["card", "password", "pin", "finish"] : ["card", "pin", "finish"];
}

/**
 * Where a view stands on the line. Reading and signing belong to the step before them, so they keep the place.
 *
 * @param {View} view
 * @param {Mark} previous
 * @returns {Mark}
 */
export function mark({ step, key }, previous) {
  if (step === "done") return "finish";
  if (key === "digital-signature") return "password";
  if (key === "user-authentication") return "pin";
  return step === "waiting-for-reader" || step === "waiting-for-card" ? "card" : previous;
}
