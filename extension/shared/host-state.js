// @ts-check
import { Refusal } from "./codes.js";
import { hostVersion } from "./host-connection.js";
import { text, write } from "./text.js";

/**
 * Looks for the host and says in words what was found.
 *
 * @param {HTMLElement} state - gets the sentence and, as `data-state`, `host-found` or the error code.
 * @param {HTMLElement} help - shown where there is something to do.
 */
export async function showHost(state, help) {
  state.dataset.state = "host-looking";
  write(state, "host-looking");
  try {
    write(state, "host-found", await hostVersion());
    state.dataset.state = "host-found";
  } catch (error) {
    const { code } = Refusal.from(error);
    write(state, text(code) ? code : "host-failed");
    state.dataset.state = code;
  }
  help.hidden = state.dataset.state === "host-found";
}
