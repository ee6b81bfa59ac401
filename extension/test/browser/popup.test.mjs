// @ts-check
import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { audit } from "./audit.mjs";
import { EXTENSION, EXTENSION_ID, temporaryFolder } from "./chromium.mjs";
import { AUTHENTICATED, Stage } from "./stage.mjs";

/**
 * The toolbar popup. A headless browser cannot show Chrome's own question, so this extension is a copy whose manifest
 * holds the permission for one more host already: then the browser says yes without asking, and all the rest is real.
 */
const SITE = "https://shop.example";
const copy = temporaryFolder();
for (const shipped of JSON.parse(readFileSync(join(EXTENSION, "package.json"), "utf8")).files) {
  cpSync(join(EXTENSION, shipped), join(copy, shipped), { recursive: true });
}
const manifest = JSON.parse(readFileSync(join(copy, "manifest.json"), "utf8"));
manifest.host_permissions.push(`${SITE}/*`);
writeFileSync(join(copy, "manifest.json"), JSON.stringify(manifest));

const stage = new Stage({ extension: copy });
after(async () => {
  await stage.close();
  rmSync(copy, { recursive: true });
});

/** @param {import("./chromium.mjs").Page} popup */
const siteState = (popup) => popup.run(`document.getElementById("site").dataset.state`);

test("built-in sites are shown as such; the host is found, or there is help", async () => {
  const page = await stage.page();
  const popup = await stage.popup(page);
  assert.equal(await siteState(popup), "built-in");
  assert.equal(await popup.run(`document.getElementById("site-origin").textContent`), await stage.listen());
  await popup.until(`document.getElementById("host-state").textContent === "Ready (version 9.8.7)"`);
  assert.equal(
    await popup.run(`document.getElementById("extension-version").textContent`),
    "Extension 1.0.0",
  );
  await popup.close();
  stage.removeHost();
  const again = await stage.popup(page);
  await again.until(`document.getElementById("host-state").dataset.state === "host-missing"`);
  assert.equal(await again.run(`document.getElementById("host-help").hidden`), false);
  await again.close();
  stage.installHost();
});

test("a page of no site can never ask", async () => {
  const popup = await stage.popup(await stage.chromium.open("data:text/html,nothing"));
  assert.equal(await siteState(popup), "impossible");
  await popup.close();
});

test("the switch lets a site ask at once, stays on, and takes the leave back", async () => {
  const shop = await stage.pageAt(`${SITE}/`);
  assert.equal((await shop.run("openjpki.status()")).extension, null);

  const popup = await stage.popup(shop);
  assert.equal(await siteState(popup), "not-granted");
  await popup.run(`document.getElementById("site-switch").click()`, { click: true });
  await popup.until(`document.getElementById("site").dataset.state === "granted"`);
  await popup.close();
  assert.equal((await shop.run("openjpki.status()")).granted, true, "without loading the page again");
  stage.play({ steps: [{ result: AUTHENTICATED }] });
  await stage.call(shop);
  assert.deepEqual(await stage.outcome(shop), { result: AUTHENTICATED });
  await stage.idle();
  const later = await stage.pageAt(`${SITE}/later`);
  assert.equal((await later.run("openjpki.status()")).granted, true);
  const otherPort = await stage.pageAt(`${SITE}:8443/`);
  const { granted } = await otherPort.run("openjpki.status()");
  assert.equal(granted, false, "the browser's permission covers the host, ours the exact origin");

  const again = await stage.popup(later);
  assert.equal(await siteState(again), "granted");
  await again.run(`document.getElementById("site-switch").click()`, { click: true });
  await again.until(`document.getElementById("site").dataset.state === "not-granted"`);
  await again.close();
  await stage.call(later);
  assert.deepEqual(await stage.outcome(later), { code: "not-granted" });
  const fresh = await stage.pageAt(`${SITE}/fresh`);
  assert.equal((await fresh.run("openjpki.status()")).extension, null);
});

test("the list of sites shows it, and takes the leave back as well", async () => {
  const shop = await stage.pageAt(`${SITE}/`);
  const popup = await stage.popup(shop);
  await popup.run(`document.getElementById("site-switch").click()`, { click: true });
  await popup.until(`document.getElementById("site").dataset.state === "granted"`);
  await popup.close();
  const list = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/sites/sites.html`);
  await list.until(`document.querySelectorAll("#yours li").length === 1`);
  assert.match(await list.run(`document.getElementById("yours").textContent`), /^https:\/\/shop\.example/);
  await audit(list, "sites");
  await list.run(`document.querySelector("#yours button").click()`);
  await list.until(`document.getElementById("yours-none").checkVisibility()`);
  await list.until(`document.getElementById("news").textContent.startsWith("${SITE} can no longer")`);
  await stage.call(shop);
  assert.deepEqual(await stage.outcome(shop), { code: "not-granted" });
});
