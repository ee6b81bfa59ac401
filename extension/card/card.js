// @ts-check
import { browser } from "../shared/browser.js";
import { HostConnection } from "../shared/host-connection.js";
import { offerLanguages } from "../shared/language-choice.js";
import { element, loadWords, write, writeCounted, writeTexts } from "../shared/text.js";
import { parseCard, parseView } from "./card-result.js";
import { row, showCertificate, words } from "./certificate.js";
import { TaskPanel } from "./task-panel.js";

/**
 * My card: what the card says about itself, its certificates, and the change of its PINs. PINs are typed in windows of the
 * host, never here. Nothing is stored; what was read is gone with the page.
 */

/** The two keys, as the protocol names them and as a card's own record does. */
const KEYS = /** @type {const} */ ([
  ["user-authentication", "userAuthentication"],
  ["digital-signature", "digitalSignature"],
]);

/** Wrong signature passwords in a row that block it (J-LIS, guidance on PINs and passwords). */
const PASSWORD_TRIES = 5;

const lang = await loadWords();
writeTexts(document);
offerLanguages();
const panel = new TaskPanel();
/** @type {string | undefined} The reader that the person chose. */
let chosenReader;

element("again").addEventListener("click", read);
element("read").addEventListener("click", read);
element("show-signing").addEventListener("click", showSigning);
element("readers").addEventListener("change", ({ target }) => {
  chosenReader = /** @type {HTMLSelectElement} */ (target).value;
  read();
});
for (const [key] of KEYS) element(`change-${key}`).addEventListener("click", () => change(key));
addEventListener("pagehide", forget); // the browser may keep a page that one can come back to
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
await read();

/** Reads what needs no PIN, and shows it. */
async function read() {
  const result = await run("card", { ...(chosenReader !== undefined && { reader: chosenReader }) });
  if (result === undefined) return;
  const card = parsed(parseCard, result);
  if (!card) return;
  showCard(card);
  await panel.hide();
  element("content").hidden = false;
  await offerReaders(card.reader);
}

/** Has the card give out the signing certificate, which it does after its password only. */
async function showSigning() {
  const origin = browser.runtime.getURL("").replace(/\/$/, "");
  const result = await run("certificate", { origin, key: "digital-signature", lang });
  if (result === undefined) return;
  const view = parsed(parseView, /** @type {{ details?: unknown }} */ (result).details);
  if (!view) return;
  showCertificate(element("signing"), view, "digital-signature");
  element("ask-signing").hidden = true;
  await panel.hide();
  element("content").hidden = false;
  showTries("digital-signature", PASSWORD_TRIES); // the right password has just set the counter back
  element("signing-title").focus();
}

/** @param {import("../shared/codes.js").Key} key */
async function change(key) {
  if ((await run("change-pin", { key, lang })) !== undefined) panel.conclude(key);
}

/**
 * @param {import("./task-words.js").TaskMethod} method
 * @param {object} params
 * @returns {Promise<unknown>} undefined when there is no result.
 */
async function run(method, params) {
  if (panel.busy) return undefined;
  element("content").hidden = true;
  return panel.run(method, params);
}

/**
 * @template T
 * @param {(value: unknown) => T} parse
 * @param {unknown} value
 * @returns {T | undefined} undefined where the host broke the protocol; the panel says so.
 */
function parsed(parse, value) {
  try {
    return parse(value);
  } catch {
    panel.fail("host-failed");
    return undefined;
  }
}

/** @param {import("./card-result.js").Card} card */
function showCard(card) {
  element("facts").replaceChildren(
    words("dt", "mycard_kind"),
    words("dd", `mycard_kind_${card.kind}`),
    ...row("step_reader", card.reader),
    words("dt", "mycard_interface"),
    words("dd", `mycard_interface_${card.interface}`),
  );
  for (const [key, name] of KEYS) {
    showTries(key, card.tries[name]);
    showAuthority(key, card.authorities[name]);
  }
  const { authenticationCertificate, present } = card;
  element("authentication-none").hidden = authenticationCertificate !== undefined;
  element("authentication").replaceChildren();
  if (authenticationCertificate)
    showCertificate(element("authentication"), authenticationCertificate, "user-authentication");
  element("signing").replaceChildren();
  element("ask-signing").hidden = !present.digitalSignature;
  element("signing-none").hidden = present.digitalSignature;
}

/**
 * @param {import("../shared/codes.js").Key} key
 * @param {number | undefined} tries - left; undefined where the card has no such PIN.
 */
function showTries(key, tries) {
  const locked = tries === 0;
  const place = element(`tries-${key}`);
  place.dataset.tone = tries !== undefined && tries <= 1 ? "alert" : "";
  if (tries === undefined) write(place, "mycard_pin_none");
  else if (locked) write(place, `ended-pin-blocked-${key}_title`);
  else writeCounted(place, "tries_left", tries);
  element(`change-${key}`).hidden = locked || tries === undefined;
  element(`rescue-${key}`).hidden = !locked;
}

/**
 * @param {import("../shared/codes.js").Key} key
 * @param {import("./card-result.js").CertificateView | undefined} view
 */
function showAuthority(key, view) {
  element(`authority-${key}`).hidden = view === undefined;
  if (view) showCertificate(element(`authority-${key}-view`), view, `${key}-ca`, { renewable: false });
}

/** @param {string} present - the reader of the card that is shown. Where there are more, the person can choose. */
async function offerReaders(present) {
  const host = new HostConnection();
  try {
    await host.hello;
    const status = await host.request("status", {}, { progress: () => {}, chooseCard: () => {} });
    const readers = /** @type {{ readers?: { name?: unknown }[] }} */ (status).readers ?? [];
    const names = readers.map(({ name }) => String(name).slice(0, 128));
    const select = /** @type {HTMLSelectElement} */ (element("readers"));
    select.replaceChildren(...names.map((name) => new Option(name, name, false, name === present)));
    element("choose-reader").classList.toggle("offered", names.length > 1);
  } catch {
    element("choose-reader").classList.remove("offered"); // the choice is missing, the card is shown all the same
  } finally {
    host.close();
  }
}

/** Takes everything that was read off the page. */
function forget() {
  element("content").remove();
}
