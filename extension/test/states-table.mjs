// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { wordKeys } from "../ceremony/guidance.js";
import { EXTENSION } from "./browser/chromium.mjs";
import { STATES } from "./browser/states.mjs";
import { cardStatesTable } from "./card-states-table.mjs";

/** What brings a state about, by its step and reason, or by its end. */
const TRIGGERS = /** @type {Record<string, string>} */ ({
  starting: "the program was started and has not said hello yet",
  "waiting-for-reader/service-stopped": "the smart card service of the computer is stopped",
  "waiting-for-reader/no-reader": "no reader is connected",
  "waiting-for-card/no-card": "a reader is there, no card",
  "waiting-for-card/card-unsupported": "the card has no JPKI application",
  "waiting-for-card/card-old": "the card is an old resident register card (`JPKIAPICCTOKEN`)",
  "waiting-for-card/card-phone": "the token is that of a phone (`JPKIAPGPSETOKEN`, `JPKIAPIOSTOKEN`)",
  "waiting-for-card/card-busy": "another program holds the card exclusively",
  "waiting-for-card/card-removed": "the card left before a PIN was typed",
  reading: "a usable card is there",
  choosing: "two usable cards are there",
  "waiting-for-pin": "the PIN window is open",
  "waiting-for-pin/pin-wrong": "the card refused the PIN, tries are left",
  "waiting-for-pin/pin-format": "what was typed cannot be the PIN; the card was not asked",
  "waiting-for-pin/pin-last-try": "the card has one try left",
  signing: "the card verified the PIN",
  done: "the evidence went to the page",
  "host-missing": "the browser finds no program of our name",
  "host-outdated": "the program speaks another protocol version",
  "host-failed": "the program did not say hello within 5 s, ended, or sent what is not of the protocol",
  "user-cancelled": "the person cancelled, here or in the PIN window",
  "timed-out": "ten minutes have passed",
  busy: "the program is at another request",
  "service-stopped": "the smart card service stopped in the middle",
  "no-reader": "the reader was taken away in the middle",
  "no-card": "the card is gone, and the wait is over",
  "pin-window-missing": "the program finds no way to show a PIN window",
  "card-unsupported": "the card answered as no card of ours does",
  "card-removed": "the card left while it was being read or signed with",
  "card-busy": "another program took the card",
  "pin-blocked": "the card has no try left for this PIN",
  "certificate-missing": "the card lacks the certificate of this key",
  "certificate-expired": "the certificate's validity has ended",
  unsupported: "the program does not know the method",
  "invalid-request": "the program refused the origin or the nonce",
  internal: "anything unforeseen, or the extension's worker was stopped",
});

/** @returns {string} `docs/STATES.md`. */
export function statesTable() {
  const [english, japanese, official] = ["en", "ja", "official"].map((name) =>
    JSON.parse(readFileSync(join(EXTENSION, `words/${name}.json`), "utf8")),
  );
  const rows = STATES.map((state) => {
    const { name, step, reason } = state;
    const keys = wordKeys(viewOf(state)).map((key) => key.replaceAll("-", "_"));
    const said = (/** @type {Record<string, string>} */ words) =>
      ["title", "next"].map((part) => keys.map((key) => words[`${key}_${part}`]).find(Boolean)).join(" / ");
    const shown = keys.map((key) => official[key]).find(Boolean);
    const trigger = TRIGGERS[step === "failed" ? (reason ?? "") : [step, reason].filter(Boolean).join("/")];
    if (!trigger) throw new Error(`${name} has no trigger`);
    const code = step === "failed" ? `\`${reason}\`` : reason ? `\`${step}\`, \`${reason}\`` : `\`${step}\``;
    const japaneseWords = said(japanese) + (shown ? ` 「${shown}」` : "");
    return `| ${trigger} | ${code} | ${said(english)} | ${japaneseWords} | \`ceremony-${name}\` |`;
  });
  return `${HEAD}${rows.join("\n")}\n${cardStatesTable(english, japanese, official)}`;
}

/**
 * @param {import("./browser/states.mjs").State} state
 * @returns {import("../worker/ceremony.js").View} what the window is sent.
 */
export function viewOf({ method, step, reason, steps }) {
  const details = steps.map((play) => {
    if ("progress" in play) return /** @type {any} */ (play.progress).detail;
    return "error" in play ? /** @type {any} */ (play.error).data : undefined;
  });
  const key = details.find((detail) => detail?.key)?.key;
  return /** @type {any} */ ({ origin: "https://a.example", method, step, reason, key });
}

const HEAD = `# States of the ceremony window

Made by \`npm run states\` in \`extension/\` from the tests' states and the catalogs; a test compares. \`tests/tests/states\` brings every row about with the real host
and card and compares the words. A browser test brings each about with a scripted host, in every one of them asks axe-core (but those that close by themselves), and \`npm run screenshots\` photographs it (\`<picture>-<language>-<light|dark>.png\`). Sentence and next action are separated by a slash; what stands in 「」 is
shown to the people at the counter.

| what brings it about | step or code | English | Japanese | picture |
|---|---|---|---|---|
`;

if (process.argv[1] === import.meta.filename) {
  writeFileSync(join(EXTENSION, "../docs/STATES.md"), statesTable());
}
