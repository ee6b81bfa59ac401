// @ts-check
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { CARD_STATES, CHECK_STATES, openCard, openCheck } from "./browser/card-states.mjs";
import { EXTENSION, EXTENSION_ID } from "./browser/chromium.mjs";
import { Stage } from "./browser/stage.mjs";
import { PAGES, STATES } from "./browser/states.mjs";

/**
 * Photographs every state of the ceremony window, and the other pages, in each language, light and dark:
 * `npm run screenshots -- FOLDER [LANGUAGE...] [--pages]`; `--pages` leaves the ceremony window out, but for one request that the list of sites shows.
 */
const [folder = "screenshots", ...rest] = process.argv.slice(2);
const languages = rest.filter((word) => word !== "--pages");
mkdirSync(folder, { recursive: true });

const stage = new Stage();
try {
  const page = await stage.page();
  for (const lang of languages.length > 0 ? languages : everyLanguage()) {
    await stage.speak(lang);
    const states = rest.includes("--pages") ? STATES.slice(0, 1) : STATES;
    for (const state of states) await drawState(stage, page, state, lang);
    stage.installHost();
    await drawPages(stage, page, lang);
    await drawCard(stage, lang);
  }
} finally {
  await stage.close();
}

/** @returns {string[]} tags. */
function everyLanguage() {
  const names = readdirSync(join(EXTENSION, "words")).map((name) => name.replace(".json", ""));
  return names.filter((name) => name !== "official");
}

/**
 * @param {Stage} stage
 * @param {import("./browser/chromium.mjs").Page} page
 * @param {import("./browser/states.mjs").State} state
 * @param {string} lang
 */
async function drawState(stage, page, state, lang) {
  await stage.forgetCancels();
  const window = await stage.bringAbout(page, state);
  await photograph(window, `ceremony-${state.name}-${lang}`);
  await window.close().catch(() => {}); // `done` closes itself
  await stage.outcome(page);
  await stage.idle();
}

/**
 * @param {Stage} stage
 * @param {import("./browser/chromium.mjs").Page} page
 * @param {string} lang
 */
async function drawPages(stage, page, lang) {
  for (const [name, site] of /** @type {const} */ ([
    ["built-in", page],
    ["not-granted", await stage.pageAt("https://shop.example/")],
  ])) {
    const popup = await stage.popup(site);
    await popup.until(`document.getElementById("host-state").dataset.state === "host-found"`);
    await photograph(popup, `popup-${name}-${lang}`);
    await popup.close();
  }
  for (const { name, path, ready } of PAGES) {
    const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/${path}`);
    await tab.until(ready);
    await photograph(tab, `${name}-${lang}`, { whole: true });
    await tab.close();
  }
}

/**
 * @param {Stage} stage
 * @param {string} lang
 */
async function drawCard(stage, lang) {
  for (const state of CARD_STATES) {
    const tab = await openCard(stage, state);
    await photograph(tab, `card-${state.name}-${lang}`, { whole: true });
    await tab.close();
  }
  for (const state of CHECK_STATES) {
    const tab = await openCheck(stage, state);
    await photograph(tab, `check-${state.name}-${lang}`, { whole: true });
    await tab.close();
  }
}

/**
 * @param {import("./browser/chromium.mjs").Page} page
 * @param {string} name
 * @param {{ whole?: boolean }} [how] - `whole`: also what one has to scroll to.
 */
async function photograph(page, name, how) {
  for (const scheme of ["light", "dark"]) {
    const features = [
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await page.send("Emulation.setEmulatedMedia", { features });
    await page.run(
      "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))",
    );
    writeFileSync(join(folder, `${name}-${scheme}.png`), await page.screenshot(how));
  }
}
