// @ts-check
import { browser } from "../shared/browser.js";
import { originPattern } from "../shared/origin.js";
import { listSite, siteState, unlistSite } from "../shared/sites.js";
import { element, loadWords, write, writeTexts } from "../shared/text.js";
import { showHost } from "../shared/host-state.js";
import { offerLanguages } from "../shared/language-choice.js";

await loadWords();
writeTexts(document);
offerLanguages();
write(element("extension-version"), "extension_version", browser.runtime.getManifest().version);
showHost(element("host-state"), element("host-help"));
const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
const { origin, protocol } = new URL(tab?.url || "about:blank");
const grantSwitch = /** @type {HTMLInputElement} */ (element("site-switch"));
grantSwitch.addEventListener("change", () => (grantSwitch.checked ? grant() : revoke()));
await showSite();

async function showSite() {
  const state = await siteState(origin);
  element("site").hidden = false;
  element("site").dataset.state = state;
  element("site-origin").textContent = protocol.startsWith("http") ? origin : "";
  element("site-grant").hidden = state !== "granted" && state !== "not-granted";
  grantSwitch.checked = state === "granted";
  write(element("site-state"), `site_${state}`);
}

/**
 * Lists the site and asks the browser for its permission at once, while the click still counts. Should the browser
 * close this popup for its question, the worker does the rest when the permission arrives.
 */
async function grant() {
  const listed = listSite(origin);
  const permitted = await browser.permissions
    .request({ origins: [originPattern(origin)] })
    .catch(() => false);
  await listed;
  if (!permitted) await unlistSite(origin);
  await browser.runtime.sendMessage("settle-grants");
  await showSite();
}

async function revoke() {
  await unlistSite(origin);
  await browser.runtime.sendMessage("settle-grants");
  await showSite();
}
