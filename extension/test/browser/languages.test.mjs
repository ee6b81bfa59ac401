// @ts-check
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { EXTENSION, EXTENSION_ID } from "./chromium.mjs";
import { Stage } from "./stage.mjs";
import { PAGES, STATES } from "./states.mjs";

/** Every language in the states with the longest words: what a person must read is in sight without scrolling. */

const stage = new Stage();
/** @type {import("./chromium.mjs").Page} */
let page;

before(async () => {
  page = await stage.page();
});
after(() => stage.close());

const LONGEST = [
  "live-waiting-for-card-no-card",
  "live-waiting-for-pin-pin-wrong-digital-signature",
  "end-pin-blocked-digital-signature",
  "end-pin-window-missing",
];

/** A window of 700 pixels whose frame and title take some. */
const INSIDE = { width: 490, height: 660, deviceScaleFactor: 1, mobile: false };

const tags = readdirSync(join(EXTENSION, "words")).map((name) => name.replace(".json", ""));
for (const tag of tags.filter((name) => name !== "official")) {
  test(tag, async () => {
    await stage.speak(tag);
    for (const state of STATES.filter(({ name }) => LONGEST.includes(name))) {
      await stage.forgetCancels();
      const window = await stage.bringAbout(page, state);
      await window.send("Emulation.setDeviceMetricsOverride", INSIDE);
      const seen = await window.run(`({
        lang: document.documentElement.lang,
        sideways: document.documentElement.scrollWidth > innerWidth,
        hidden: ["state-title", "state-next", "state-show", "tries", "rescue", "which-pin", "unseen"].filter((id) => {
          const { bottom } = document.getElementById(id).getBoundingClientRect();
          return bottom > document.querySelector("footer").getBoundingClientRect().top;
        }),
      })`);
      await window.close();
      await stage.outcome(page);
      await stage.idle();
      assert.deepEqual(seen, { lang: tag, sideways: false, hidden: [] }, state.name);
    }
    for (const { name, path, ready } of PAGES.filter((shown) => shown.name !== "sites")) {
      stage.installHost();
      const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/${path}`);
      await tab.until(ready);
      const wordless = await tab.run(
        `[...document.querySelectorAll("main [data-text]")].filter((element) => element.textContent === "").length`,
      );
      assert.equal(wordless, 0, name);
      await tab.close();
    }
  });
}
