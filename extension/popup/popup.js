// @ts-check
import { browser } from "../shared/browser.js";
import { GRANTS, grantStates, switchGrant } from "../shared/grants.js";
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
for (const grant of GRANTS) {
  grantSwitchOf(grant).addEventListener("change", () =>
    switchGrant(origin, grant, grantSwitchOf(grant).checked),
  );
}
await showSite();

async function showSite() {
  const state = await siteState(origin);
  element("site").hidden = false;
  element("site").dataset.state = state;
  element("site-origin").textContent = protocol.startsWith("http") ? origin : "";
  element("site-grant").hidden = state !== "granted" && state !== "not-granted";
  grantSwitch.checked = state === "granted";
  write(element("site-state"), `site_${state}`);
  await showGrants(state === "built-in" || state === "granted" || state === "allowed");
}

/** @param {boolean} mayAsk - a site that may not ask has nothing more to be let do. */
async function showGrants(mayAsk) {
  const details = /** @type {HTMLDetailsElement} */ (element("grants"));
  const states = await grantStates(origin);
  for (const grant of GRANTS) {
    const { on, decided } = states[grant];
    grantSwitchOf(grant).checked = on;
    grantSwitchOf(grant).disabled = decided;
    element(`${grant}-note`).querySelector("[data-decided]")?.toggleAttribute("hidden", !decided);
  }
  details.hidden = !mayAsk;
  details.open ||= GRANTS.some((grant) => states[grant].on);
}

/**
 * @param {import("../shared/grants.js").Grant} grant
 * @returns {HTMLInputElement}
 */
function grantSwitchOf(grant) {
  return /** @type {HTMLInputElement} */ (element(grant));
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
