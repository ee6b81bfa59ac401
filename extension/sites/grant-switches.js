// @ts-check
import { GRANTS, switchGrant } from "../shared/grants.js";
import { write } from "../shared/text.js";

/** Origins whose switches the person opened, so that they stay open when the list is made anew. */
const opened = new Set();

/**
 * The switches for what one site may do beyond asking.
 *
 * @param {string} origin
 * @param {Record<import("../shared/grants.js").Grant, import("../shared/grants.js").GrantState>} states
 * @returns {HTMLElement}
 */
export function grantSwitches(origin, states) {
  const details = document.createElement("details");
  details.className = "grants";
  details.open = opened.has(origin) || GRANTS.some((grant) => states[grant].on);
  details.addEventListener("toggle", () => (details.open ? opened.add(origin) : opened.delete(origin)));
  const summary = document.createElement("summary");
  summary.dataset.control = `grants ${origin}`;
  write(summary, "grants_title");
  details.append(summary, ...GRANTS.flatMap((grant) => grantSwitch(origin, grant, states[grant])));
  return details;
}

/**
 * @param {string} origin
 * @param {import("../shared/grants.js").Grant} grant
 * @param {import("../shared/grants.js").GrantState} state
 * @returns {HTMLElement[]} the switch with its name, and what it means.
 */
function grantSwitch(origin, grant, { on, decided }) {
  const words = `grant_${grant.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  const input = document.createElement("input");
  Object.assign(input, {
    type: "checkbox",
    role: "switch",
    className: "switch",
    checked: on,
    disabled: decided,
  });
  input.dataset.control = `${grant} ${origin}`;
  input.addEventListener("change", () => switchGrant(origin, grant, input.checked));
  const label = document.createElement("label");
  const name = document.createElement("span");
  write(name, words);
  label.append(name, input);
  const note = document.createElement("p");
  note.className = "quiet";
  note.id = `${grant} ${origin}`.replace(/[^\w]/g, "-");
  write(note, `${words}_note`);
  input.setAttribute("aria-describedby", note.id);
  if (!decided) return [label, note];
  const by = document.createElement("p");
  by.className = "quiet";
  write(by, "sites_policy");
  return [label, note, by];
}
