// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { audit, auditZoomed } from "./audit.mjs";
import { EXTENSION_ID } from "./chromium.mjs";
import { Stage } from "./stage.mjs";
import { PAGES, STATES } from "./states.mjs";

/** Every page and every state: in Japanese, fitting its window, the way out in sight, and accessible. */

const stage = new Stage({ lang: "ja" });
/** @type {import("./chromium.mjs").Page} */
let page;

before(async () => {
  page = await stage.page();
});
after(() => stage.close());
beforeEach(async () => {
  stage.installHost();
  await stage.forgetCancels();
});

for (const state of STATES.filter(({ step, reason }) => step !== "done" && reason !== "user-cancelled")) {
  test(state.name, async () => {
    const window = await stage.bringAbout(page, state);
    const seen = await window.run(`({
      lang: document.documentElement.lang,
      title: document.getElementById("state-title").textContent,
      next: document.getElementById("state-next").textContent,
      reason: document.body.dataset.reason,
      wide: document.documentElement.scrollWidth > innerWidth,
      out: document.getElementById("cancel").getBoundingClientRect().bottom <= innerHeight,
    })`);
    const { title, next, ...rest } = seen;
    assert.deepEqual(rest, { lang: "ja", reason: state.reason ?? "", wide: false, out: true });
    assert.match(title, /[ぁ-ん]/);
    assert.match(next, /[ぁ-ん]/);
    await audit(window, state.name);
    await auditZoomed(window);
    await window.close();
    await stage.outcome(page);
    await stage.idle();
  });
}

for (const { name, path, ready } of PAGES.filter(({ name }) => name !== "sites")) {
  test(name, async () => {
    const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/${path}`);
    await tab.until(ready);
    assert.equal(await tab.run("document.documentElement.lang"), "ja");
    await audit(tab, name);
    await auditZoomed(tab);
    await tab.close();
  });
}

test("popup", async () => {
  for (const site of [page, await stage.pageAt("https://shop.example/")]) {
    const popup = await stage.popup(site);
    await popup.until(`document.getElementById("host-state").dataset.state === "host-found"`);
    await audit(popup, "popup");
    await popup.close();
  }
});
