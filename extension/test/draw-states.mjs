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
    for (const state of STATES) {
      await stage.forgetCancels();
      stage.installHost();
      if (state.missing) stage.removeHost();
      const { silent, protocol = 1, steps } = state;
      stage.play({ hello: silent ? null : { version: "1.0.0", protocol }, steps });
      await stage.call(page, state.method);
      const window = await stage.window();
      await window.until(`document.body.dataset.step === "${state.step}"`);
      await photograph(window, `ceremony-${state.name}-${lang}`);
      await window.close().catch(() => {}); // `done` closes itself
      await stage.outcome(page);
      await stage.idle();
    }
    stage.installHost();
    for (const path of ["popup/popup.html", "help/host.html"]) {
      const own = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/${path}`);
      await own.until(`document.getElementById("host-state").dataset.state === "host-found"`);
      await photograph(own, `${path.split("/")[0]}-${lang}`);
      await own.close();
    }
  } finally {
    await stage.close();
  }
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
