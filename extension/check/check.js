// @ts-check
import { browser } from "../shared/browser.js";
import { CardTask } from "../shared/card-task.js";
import { Refusal } from "../shared/codes.js";
import { hostVersion } from "../shared/host-connection.js";
import { offerLanguages } from "../shared/language-choice.js";
import { element, loadWords, write, writeCounted, writeTexts } from "../shared/text.js";
import { browserName, doctorLines, hostLine, ownLines } from "./lines.js";

/**
 * Check my computer: everything between browser and card, one line each. Browser, extension and host are looked at here,
 * the rest by the host with the code of `openjpki-installer doctor`. No PIN is asked for, no try is used.
 */

const { userAgent, userAgentData } = /** @type {any} */ (navigator);
const here = browserName(userAgent, userAgentData);
const extension = browser.runtime.getManifest().version;
const lang = await loadWords();
writeTexts(document);
offerLanguages();
element("check").addEventListener("click", check);
element("copy").addEventListener("click", copy);
await check();

async function check() {
  element("check").hidden = true;
  element("report-part").hidden = true;
  write(element("summary"), "host_looking");
  element("summary").dataset.outcome = "";
  const own = ownLines(here, extension);
  showLines(own);
  const found = await hostVersion().then(
    (version) => ({ version }),
    (error) => ({ code: Refusal.from(error).code }),
  );
  const lines = [...own, hostLine(found)];
  showLines(lines);
  const doctor = "version" in found ? await askDoctor() : { lines: [], report: "" };
  showLines([...lines, ...doctor.lines]);
  conclude([...lines, ...doctor.lines]);
  element("report").textContent = reportText(found, doctor.report);
  element("report-part").hidden = false;
  element("check").hidden = false;
}

/** @returns {Promise<{ lines: import("./lines.js").Line[], report: string }>} */
async function askDoctor() {
  const answer = await new CardTask("doctor", { lang }, () => {}).run().then(doctorLines, (error) => {
    const { code } = Refusal.from(error);
    return {
      lines: [hostLine({ code: code === "unsupported" ? "host-outdated" : "host-failed" })],
      report: code,
    };
  });
  return answer ?? { lines: [hostLine({ code: "host-failed" })], report: "" };
}

/** @param {import("./lines.js").Line[]} lines */
function showLines(lines) {
  element("lines").replaceChildren(...lines.map(item));
}

/**
 * @param {import("./lines.js").Line} line
 * @returns {HTMLElement}
 */
function item({ id, outcome, title, which, said, next, help }) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("line"));
  const part = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (part.querySelector(selector));
  Object.assign(find("li").dataset, { id, outcome });
  write(find(".title"), title);
  write(find(".outcome"), `check_outcome_${outcome}`);
  find(".which").hidden = which === undefined;
  find(".which").textContent = which ?? "";
  say(find(".said"), said);
  find(".said").hidden = find(".said").textContent === find(".outcome").textContent; // "not checked" is said once
  find(".next").hidden = next === undefined;
  if (next) say(find(".next"), next);
  find(".help").hidden = help === undefined;
  if (help) {
    find(".help").setAttribute("href", help.href);
    write(find(".help"), help.words);
  }
  return find("li");
}

/**
 * @param {HTMLElement} place
 * @param {import("./lines.js").Said} said
 */
function say(place, said) {
  if ("sentence" in said) place.textContent = said.sentence;
  else if ("counted" in said) writeCounted(place, said.counted, said.count);
  else write(place, said.key, ...(said.values ?? []));
}

/** @param {import("./lines.js").Line[]} lines */
function conclude(lines) {
  const worst = ["bad", "unknown", "warning"].find((outcome) =>
    lines.some((line) => line.outcome === outcome),
  );
  const outcome = worst === undefined ? "good" : worst === "warning" ? "warning" : "bad";
  element("summary").dataset.outcome = outcome;
  write(element("summary"), `check_summary_${outcome}`);
}

/**
 * @param {{ version: string } | { code: string }} found
 * @param {string} doctor - the host's part, in which nothing identifies the person.
 * @returns {string} in English, for whoever helps.
 */
function reportText(found, doctor) {
  const head = [
    `browser: ${here}`,
    `extension: ${extension}`,
    `language: ${lang}`,
    `host: ${"version" in found ? found.version : found.code}`,
  ];
  return [...head, "", doctor].join("\n").trimEnd();
}

async function copy() {
  const report = element("report").textContent ?? "";
  const copied = await navigator.clipboard.writeText(report).then(
    () => true,
    () => false,
  );
  /** @type {HTMLDetailsElement} */ (element("report-whole")).open ||= !copied;
  if (!copied) getSelection()?.selectAllChildren(element("report"));
  write(element("copied"), copied ? "check_copied" : "check_copy_failed");
}
