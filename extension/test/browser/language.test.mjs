// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { audit, auditZoomed } from "./audit.mjs";
import { EXTENSION_ID } from "./chromium.mjs";
import { AUTHENTICATED, Stage } from "./stage.mjs";

/** The person's language, and the list of sites, in a real browser. */

const stage = new Stage();
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

/** @returns {Promise<string>} the language that the host was asked to speak. */
async function spoken() {
  stage.play({ steps: [{ gate: "seen" }, { result: AUTHENTICATED }] });
  await stage.call(page); // the page asks for French
  const window = await stage.window();
  await window.until(`document.getElementById("purpose").textContent !== ""`);
  const shown = await window.run("document.documentElement.lang");
  stage.openGate("seen");
  await stage.outcome(page);
  await stage.idle();
  const [{ params }] = stage.received();
  assert.equal(params.lang, shown, "the host's windows speak what ours speaks");
  return params.lang;
}

test("the popup's choice changes popup, ceremony window and host at once, and back", async () => {
  assert.equal(await spoken(), "en");
  const popup = await stage.popup(page);
  await popup.run(
    `{ const select = document.getElementById("language"); select.value = "ja"; select.dispatchEvent(new Event("change")); }`,
  );
  await popup.until(
    `document.documentElement.lang === "ja" && /ブラウザ|サイト/.test(document.body.textContent)`,
  );
  assert.equal(await popup.run(`document.getElementById("language").value`), "ja");
  await popup.close();
  assert.equal(await spoken(), "ja");
  await stage.speak("");
  assert.equal(await spoken(), "en");
});

test("a worker that was stopped speaks the same language afterwards", async () => {
  await stage.speak("ja");
  await page.send("ServiceWorker.enable");
  await page.send("ServiceWorker.stopAllWorkers");
  assert.equal(await spoken(), "ja");
  await stage.speak("");
});

test("the list of sites tells when one asked, switches what more it may do, and forgets it when told to", async () => {
  await spoken();
  const list = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/sites/sites.html`);
  await list.until(`document.querySelectorAll("#always li").length === 1`);
  const words = await list.run(`document.getElementById("always").textContent`);
  assert.ok(words.startsWith(await stage.listen()), words);
  assert.match(words, /Last asked: .*\d{4}/);
  await list.run(`document.querySelector("#always summary").click()`);
  const webEid = `[...document.querySelectorAll("#always .switch")].at(-1)`;
  await list.run(`${webEid}.focus(); ${webEid}.click()`);
  const grants = () => list.run(`chrome.storage.local.get("grants").then(({ grants }) => grants ?? {})`);
  await list.until(`${webEid} === document.activeElement && ${webEid}.checked`);
  assert.deepEqual(await grants(), { [await stage.listen()]: { webEid: true } });
  await audit(list, "sites");
  await auditZoomed(list);
  await list.run(`document.querySelector("#always button").click()`);
  await list.until(`document.getElementById("always-none").checkVisibility()`);
  assert.match(await list.run(`document.getElementById("news").textContent`), /localhost.* was deleted/);
  assert.deepEqual(await grants(), {}, "what was switched on goes with the entry");
  await list.close();
});

test("the page for a locked PIN is for the one that its address names, and for the other on request", async () => {
  const url = `chrome-extension://${EXTENSION_ID}/help/locked.html#user-authentication`;
  const locked = await stage.chromium.open(url);
  await locked.until(`/数字4桁/.test(document.getElementById("sentence").textContent)`);
  await locked.run(`document.querySelector("[value=digital-signature]").click()`);
  await locked.until(`/英数字6〜16文字/.test(document.getElementById("sentence").textContent)`);
  assert.equal(
    await locked.run(`document.getElementById("locked-title").textContent`),
    "Your signature password is locked",
  );
  await locked.close();
});
