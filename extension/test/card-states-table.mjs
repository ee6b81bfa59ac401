// @ts-check
import { taskWordKeys } from "../card/task-words.js";
import { CARD_STATES, CHECK_STATES } from "./browser/card-states.mjs";

/**
 * @param {Record<string, string>} english
 * @param {Record<string, string>} japanese
 * @param {Record<string, string>} official
 * @returns {string} the part of `docs/STATES.md` about My card and Check my computer.
 */
export function cardStatesTable(english, japanese, official) {
  const rows = CARD_STATES.map(({ name, when, view, method }) => {
    const said = (/** @type {Record<string, string>} */ words) => (view ? spoken(words, view, method) : "");
    const keys = view?.step === "failed" ? taskWordKeys(view, method ?? "card").title : [];
    const sentence = keys
      .map((key) => official[key.replace(/_title$/, "").replaceAll("-", "_")])
      .find(Boolean);
    const shown = sentence ? ` 「${sentence}」` : "";
    const { step = "", reason, entry, valid } = view ?? {};
    const code = [step === "failed" ? "" : step, entry, reason, valid]
      .filter(Boolean)
      .map((word) => `\`${word}\``);
    return `| ${when} | ${code.join(", ")} | ${said(english)} | ${said(japanese)}${shown} | \`card-${name}\` |`;
  });
  const checks = CHECK_STATES.map(({ name, when }) => `| ${when} | \`check-${name}\` |`);
  return `${CARD_HEAD}${rows.join("\n")}\n${CHECK_HEAD}${checks.join("\n")}\n`;
}

/**
 * @param {Record<string, string>} words
 * @param {import("../shared/card-task.js").TaskView} view
 * @param {import("../card/task-words.js").TaskMethod} [method]
 * @returns {string}
 */
function spoken(words, view, method = "card") {
  const { title, next } = taskWordKeys(view, method);
  const found = [title, next].map((keys) => keys.map((key) => words[key.replaceAll("-", "_")]).find(Boolean));
  if (!found.every(Boolean)) throw new Error(`no words for ${JSON.stringify(view)}`);
  return found.join(" / ");
}

const CARD_HEAD = `
## My card

The page reads the card when it opens; reader, card and choice are waited for in the words above. Which PIN counts after an interrupted change is the card's own answer.

| what brings it about | step or code | English | Japanese | picture |
|---|---|---|---|---|
`;

const CHECK_HEAD = `
## Check my computer

One line for each thing that \`doctor\` names; the words of each are in \`extension/check/doctor-words.js\`.

| what brings it about | picture |
|---|---|
`;
