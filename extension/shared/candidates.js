// @ts-check
import { write } from "./text.js";

/**
 * Offers cards to choose by the names of their readers; the one that was just placed says so and has the focus.
 *
 * @param {HTMLElement} list - its content is replaced.
 * @param {import("./host-connection.js").Candidate[]} candidates
 * @param {(candidate: number) => void} choose
 */
export function offerCandidates(list, candidates, choose) {
  const buttons = candidates.map(({ reader, placed }, index) => {
    const button = document.createElement("button");
    button.type = "button";
    const name = document.createElement("span");
    name.translate = false;
    name.textContent = reader;
    button.append(name);
    if (placed) button.append(" ", placedMark());
    button.addEventListener("click", () => choose(index));
    return button;
  });
  list.replaceChildren(...buttons);
  const first = Math.max(
    candidates.findIndex(({ placed }) => placed),
    0,
  );
  buttons[first]?.focus();
}

/** @returns {HTMLElement} */
function placedMark() {
  const mark = document.createElement("span");
  mark.className = "placed";
  write(mark, "choosing_placed");
  return mark;
}
