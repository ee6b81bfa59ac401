// @ts-check
import { wordKeys } from "../ceremony/guidance.js";

/** @typedef {import("../shared/card-task.js").TaskView} TaskView */

/** @typedef {"card" | "certificate" | "change-pin"} TaskMethod */

/** What to do after each end; the rest, `task-failed`. An end with an official sentence keeps the words of the ceremony window. */
const NEXT = /** @type {Readonly<Record<string, string>>} */ (
  Object.freeze({
    "user-cancelled": "task-cancelled",
    "pin-wrong": "task-cancelled",
    "pin-format": "task-cancelled",
    "pin-last-try": "task-cancelled",
    "host-missing": "task-computer",
    "host-outdated": "task-computer",
    "host-failed": "task-computer",
    "pin-window-missing": "task-computer",
    "service-stopped": "task-computer",
    "no-reader": "task-computer",
    unsupported: "task-computer",
    "no-card": "task-card",
    "card-unsupported": "task-card",
    "card-unusable": "task-card",
    "card-old": "task-card",
    "card-phone": "task-card",
    "card-removed": "task-card",
    "card-busy": "task-busy",
    busy: "task-busy",
    "pin-blocked": "ended-pin-blocked",
    "certificate-missing": "ended-certificate-missing",
    "certificate-expired": "ended-certificate-expired",
  })
);

/**
 * Names the words for a task's state: catalog keys, the closest first; of each list the first that exists is taken.
 *
 * @param {TaskView} view
 * @param {TaskMethod} method
 * @returns {{ title: string[], next: string[] }}
 */
export function taskWordKeys(view, method) {
  const { step, reason = "internal", key, valid } = view;
  if (step === "done") return { title: [`change-done-${key}_title`], next: ["change-done_next"] };
  const keys = wordKeys(view);
  const title = keys.map((name) => `${name}_title`);
  if (step !== "failed") return { title, next: keys.map((name) => `${name}_next`) };
  if (method === "change-pin" && valid !== undefined) {
    return { title: [`change-pulled-${valid}_title`], next: [`change-pulled-${valid}_next`] };
  }
  // With a key, this is the card's contradiction (docs/PROTOCOL.md section 3); without, a card that could not be read.
  if (method === "change-pin" && reason === "card-unusable" && key !== undefined) {
    return { title: ["change-contradicted_title"], next: ["change-contradicted_next"] };
  }
  return { title, next: [`${NEXT[reason] ?? "task-failed"}_next`] };
}

/**
 * @param {TaskView} view
 * @returns {boolean} whether there is something to do about the computer, which another page tells.
 */
export function concernsComputer({ step, reason = "" }) {
  return step === "failed" && NEXT[reason] === "task-computer";
}
