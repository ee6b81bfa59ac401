// @ts-check
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXTENSION_ID } from "./browser/chromium.mjs";
import { Stage } from "./browser/stage.mjs";
import { STATES } from "./browser/states.mjs";

/**
 * Photographs every state of the ceremony window, and the other pages, in each language, light and dark:
 * `npm run screenshots -- FOLDER`.
 */
const folder = process.argv[2] ?? "screenshots";
mkdirSync(folder, { recursive: true });

for (const lang of ["en", "ja"]) {
  const stage = new Stage({ lang });
  try {
    const page = await stage.page();
    for (const state of STATES) await drawState(stage, page, state, lang);
    stage.installHost();
    await drawPages(stage, page, lang);
  } finally {
    await stage.close();
  }
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
  const help = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/help/host.html`);
  await help.until(`document.getElementById("host-state").dataset.state === "host-found"`);
  await photograph(help, `help-${lang}`);
}

/**
 * @param {import("./browser/chromium.mjs").Page} page
 * @param {string} name
 */
async function photograph(page, name) {
  for (const scheme of ["light", "dark"]) {
    const features = [
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await page.send("Emulation.setEmulatedMedia", { features });
    writeFileSync(join(folder, `${name}-${scheme}.png`), await page.screenshot());
  }
}
