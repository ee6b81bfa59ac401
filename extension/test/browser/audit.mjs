// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A window of 500 by 700 at 200 % zoom has this many CSS pixels. */
const ZOOMED = { width: 250, height: 350, deviceScaleFactor: 2, mobile: false };

/**
 * Asks axe-core about a page, light and dark unless told otherwise.
 *
 * @param {import("./chromium.mjs").Page} page
 * @param {string} name - for the message.
 * @param {("light" | "dark")[]} [schemes]
 */
export async function audit(page, name, schemes = ["light", "dark"]) {
  if (!(await page.run(`"axe" in globalThis`))) await page.run(`${AXE}; 0`);
  for (const scheme of schemes) {
    const features = [
      { name: "prefers-color-scheme", value: scheme },
      { name: "prefers-reduced-motion", value: "reduce" },
    ];
    await page.send("Emulation.setEmulatedMedia", { features });
    const violations = await page.run(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
         violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html.slice(0, 120)).join(" | ")))`,
    );
    assert.deepEqual(violations, [], `${name}, ${scheme}`);
  }
}

/**
 * Makes sure that nothing runs off sideways at 200 %.
 *
 * @param {import("./chromium.mjs").Page} page
 */
export async function auditZoomed(page) {
  await page.send("Emulation.setDeviceMetricsOverride", ZOOMED);
  const wide = await page.run(
    `[...document.querySelectorAll("body *")].filter((element) => element.checkVisibility() &&
       element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.outerHTML.slice(0, 120))`,
  );
  assert.deepEqual(wide, [], "at 200 %");
  await page.send("Emulation.clearDeviceMetricsOverride");
}
