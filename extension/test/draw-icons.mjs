// @ts-check
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Chromium, EXTENSION, temporaryFolder } from "./browser/chromium.mjs";

/** Draws icons/icon-*.png from icons/icon.svg (`npm run icons`). The PNGs are committed: a manifest takes no SVG. */
const svg = readFileSync(join(EXTENSION, "icons/icon.svg"), "base64");
const nothing = temporaryFolder(); // no extension yet: a manifest without its icons does not load
const chromium = new Chromium({ extension: nothing });
try {
  for (const size of [16, 32, 48, 128]) {
    const style = `margin:0;display:block;width:${size}px;height:${size}px`;
    const page = await chromium.open(
      `data:text/html,<body style="margin:0"><img style="${style}" src="data:image/svg+xml;base64,${svg}">`,
    );
    await page.send("Emulation.setDefaultBackgroundColorOverride", { color: { r: 0, g: 0, b: 0, a: 0 } });
    await page.send("Emulation.setDeviceMetricsOverride", {
      width: size,
      height: size,
      deviceScaleFactor: 1,
      mobile: false,
    });
    writeFileSync(join(EXTENSION, `icons/icon-${size}.png`), await page.screenshot());
    await page.close();
  }
} finally {
  await chromium.close();
  rmSync(nothing, { recursive: true });
}
