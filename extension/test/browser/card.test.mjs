// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { audit, auditZoomed } from "./audit.mjs";
import { authenticationView, card, signingView, status } from "./card-results.mjs";
import { CARD_STATES, CHECK_STATES, openCard, openCheck, turnCard } from "./card-states.mjs";
import { EXTENSION_ID, temporaryFolder, until } from "./chromium.mjs";
import { Stage } from "./stage.mjs";

/** My card and Check my computer, with a scripted host: every state in Japanese, and what the buttons do. */

const stage = new Stage({ lang: "ja" });
before(() => stage.page());
after(() => stage.close());

/**
 * @param {import("./chromium.mjs").Page} tab
 * @param {string} id
 * @returns {Promise<string>}
 */
const words = (tab, id) => tab.run(`document.getElementById("${id}").innerText`);

/**
 * @param {import("./chromium.mjs").Page} tab
 * @param {number} presses - of Tab.
 * @returns {Promise<string[]>} what has the focus after each: its id, or its class or words where it has none.
 */
async function focusOrder(tab, presses) {
  const order = [];
  for (let press = 0; press < presses; press += 1) {
    await tab.press("Tab");
    order.push(
      await tab.run(
        `{ const { id, className, textContent } = document.activeElement; id || className || textContent.trim() }`,
      ),
    );
  }
  return order;
}

/** @param {import("./chromium.mjs").Page} tab - where nothing that can be seen may be without words. */
const wordless = (tab) =>
  tab.run(
    `[...document.querySelectorAll("main [data-text], dd, .title, .said, #state-title, #state-next")]
       .filter((element) => element.checkVisibility() && element.textContent.trim() === "").map(({ outerHTML }) => outerHTML)`,
  );

test("every state of My card has its words, fits, and is accessible", async () => {
  const [first = assert.fail(), ...others] = CARD_STATES;
  const tab = await openCard(stage, first);
  // The two PINs differ in words only, which a unit test reads.
  const looked = CARD_STATES.filter(({ name }) => !/^change-(?!current).*user/.test(name));
  for (const [index, state] of looked.entries()) {
    if (others.includes(state)) await turnCard(stage, state, tab);
    assert.deepEqual(await wordless(tab), [], state.name);
    // The task's panel is the same in each tone: it is light and dark by turns, the card itself is both.
    await audit(tab, state.name, state.view && [index % 2 === 0 ? "light" : "dark"]);
    await auditZoomed(tab);
  }
  await tab.close();
});

for (const state of CHECK_STATES) {
  test(`check ${state.name}`, async () => {
    const tab = await openCheck(stage, state);
    assert.deepEqual(await wordless(tab), []);
    await audit(tab, state.name);
    await auditZoomed(tab);
    await tab.close();
  });
}

test("the languages with the longest words fit at 200 % as well", async () => {
  const signing = CARD_STATES.find(({ name }) => name === "shown-signing") ?? assert.fail();
  for (const tag of ["pt-BR", "fil", "ne"]) {
    await stage.speak(tag);
    for (const tab of [
      await openCard(stage, signing),
      await openCheck(stage, CHECK_STATES[1] ?? assert.fail()),
    ]) {
      assert.equal(await tab.run("document.documentElement.lang"), tag);
      assert.deepEqual(await wordless(tab), [], tag);
      await auditZoomed(tab);
      await tab.close();
    }
  }
});

test("the card's own words: kind, reader, tries, days, and the honest limits of the check", async () => {
  await stage.speak("en");
  const tab = await openCard(stage, CARD_STATES[1] ?? assert.fail());
  assert.match(await words(tab, "facts"), /My Number Card\s+Reader\s+Sony FeliCa/);
  assert.match(await words(tab, "tries-user-authentication"), /^1 try left/);
  assert.equal(await words(tab, "tries-digital-signature"), "Your signature password is locked");
  const seen = await words(tab, "authentication");
  assert.match(seen, /20 days left/);
  assert.match(seen, /Renew it now, free of charge/);
  assert.match(seen, /Its issuer is not one that this version knows/);
  assert.match(seen, /revoked cannot be seen here/);
  const offered = `["change-user-authentication", "change-digital-signature", "rescue-digital-signature"]
    .filter((id) => document.getElementById(id).checkVisibility())`;
  const visible = `document.getElementById("choose-reader").checkVisibility({ visibilityProperty: true })`;
  await tab.until(visible);
  await tab.run(`document.getElementById("language").focus()`);
  const order = [
    "read",
    "readers",
    "change-user-authentication",
    "rescue-digital-signature",
    "Which PIN is which?",
  ];
  assert.deepEqual(await focusOrder(tab, 9), [
    ...order,
    ...["Technical details", "save-der", "save-pem", "show-signing"],
  ]);
  assert.deepEqual(await tab.run(offered), ["change-user-authentication", "rescue-digital-signature"]);
  await tab.run(
    `{ const select = document.getElementById("readers"); select.selectedIndex = 1; select.dispatchEvent(new Event("change")); }`,
  );
  const chosen = () =>
    stage.received().some(({ method, params }) => method === "card" && /ACS/.test(params.reader));
  await until(async () => chosen(), "the host to be asked for the other reader");
  await tab.close();
});

test("the choice of readers comes late and moves nothing that one may be about to press", async () => {
  await stage.speak("fil"); // the longest words
  const names = [
    card().reader,
    "A reader whose name is as long as PC/SC lets it be, and longer than any page 00 00",
  ];
  const late = [{ gate: "readers" }, { result: status(...names) }];
  const tab = await openCard(stage, { name: "", when: "", on: { card: [{ result: card() }], status: late } });
  const visible = `document.getElementById("choose-reader").checkVisibility({ visibilityProperty: true })`;
  for (const width of [1000, 320]) {
    await tab.send("Emulation.setDeviceMetricsOverride", {
      width,
      height: 900,
      deviceScaleFactor: 1,
      mobile: false,
    });
    const places = `["read", "change-user-authentication", "show-signing"].map((id) => {
      const { x, y, height } = document.getElementById(id).getBoundingClientRect();
      return [x, y, height];
    })`;
    await tab.run(`document.getElementById("choose-reader").classList.remove("offered")`);
    assert.equal(await tab.run(visible), false);
    const before = await tab.run(places);
    if (width === 1000) stage.openGate("readers");
    else await tab.run(`document.getElementById("choose-reader").classList.add("offered")`);
    await tab.until(visible);
    assert.deepEqual(await tab.run(places), before, `${width}`);
    assert.equal(await tab.run("document.documentElement.scrollWidth <= innerWidth"), true, `${width}`);
  }
  await stage.speak("en");
  await tab.close();
});

test("the signing certificate: shown after its password, saved as it is, gone with the page", async () => {
  const state = CARD_STATES.find(({ name }) => name === "shown-signing") ?? assert.fail();
  await stage.speak("en");
  const tab = await openCard(stage, state);
  const shown = await words(tab, "signing");
  assert.match(shown, /見本\u3000花子/);
  assert.match(shown, /May 14, 1990/);
  assert.match(shown, /Some characters stand in/);
  const asked = stage.received().find(({ method }) => method === "certificate");
  assert.deepEqual(asked.params, {
    origin: `chrome-extension://${EXTENSION_ID}`,
    key: "digital-signature",
    lang: "en",
  });
  const folder = temporaryFolder();
  await stage.chromium.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: folder });
  for (const form of ["der", "pem"]) {
    await tab.run(`document.querySelector("#signing .save-${form}").click()`, { click: true });
  }
  const saved = (/** @type {string} */ name) =>
    until(async () => readFileSync(join(folder, name)), `the file ${name}`);
  assert.equal((await saved("digital-signature.cer")).toString("base64"), signingView().der);
  const pem = (await saved("digital-signature.pem")).toString("utf8");
  assert.equal(pem, `-----BEGIN CERTIFICATE-----\n${signingView().der}\n-----END CERTIFICATE-----\n`);
  const worker = await stage.chromium.target(`${EXTENSION_ID}/worker`);
  const kept = await worker.run(
    `Promise.all([chrome.storage.local.get(), chrome.storage.session.get()]).then(JSON.stringify)`,
  );
  assert.doesNotMatch(kept, /見本|千代田|1990/);
  await tab.go("about:blank#left");
  await tab.run("setTimeout(() => history.back()); 0"); // it navigates under a call
  await tab.until(`document.getElementById("content")?.hidden === false`);
  assert.doesNotMatch(await tab.run("document.body.textContent"), /見本/);
  await tab.close();
});

test("a change: each step told, the window brought to the front, the new one counts, the card read anew", async () => {
  await stage.speak("en");
  const key = "user-authentication";
  const pin = (/** @type {object} */ detail) => ({
    progress: { stage: "waiting-for-pin", detail: { key, ...detail } },
  });
  const result = [{ result: card() }];
  stage.installHost();
  stage.play({
    on: {
      card: result,
      status: [{ result: status(card().reader) }],
      "change-pin": [
        pin({ entry: "current", remaining: 3 }),
        { gate: "current" },
        pin({ entry: "new" }),
        { gate: "new" },
        pin({ entry: "repeat" }),
        { gate: "repeat" },
        { progress: { stage: "changing", detail: { key } } },
        { gate: "changed" },
        { result: {} },
      ],
    },
  });
  const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/card/card.html`);
  await tab.until(`document.getElementById("content").hidden === false`);
  await tab.run(`document.getElementById("change-${key}").click()`);
  const says = (/** @type {string} */ title) =>
    tab.until(`document.getElementById("state-title").innerText === "${title}"`);
  await says("Type your present PIN");
  assert.match(await words(tab, "tries"), /^3 tries left/);
  assert.equal(await tab.run(`document.getElementById("content").checkVisibility()`), false);
  await tab.run(`document.getElementById("unseen").click()`);
  await until(
    async () => stage.received().some(({ method }) => method === "show-window"),
    "the host to be asked for its window",
  );
  assert.match(await words(tab, "find"), /taskbar/);
  await tab.run(`document.getElementById("language").focus()`);
  assert.deepEqual(await focusOrder(tab, 3), ["which-pin", "unseen", "cancel"]);
  stage.openGate("current");
  await says("Type a new PIN");
  stage.openGate("new");
  await says("Type the new one once more");
  stage.openGate("repeat");
  await says("Your card is changing it");
  stage.openGate("changed");
  await says("Your user authentication PIN is changed");
  assert.equal(await tab.run("document.activeElement.id"), "again");
  assert.deepEqual(stage.received().find(({ method }) => method === "change-pin").params, {
    key,
    lang: "en",
  });
  await tab.press("Enter");
  await tab.until(`document.getElementById("content").hidden === false`);
  assert.equal(await tab.run(`document.getElementById("task").checkVisibility()`), false);
  await tab.close();
});

test("cancelling and leaving let the host go; a host that breaks the protocol is named, not believed", async () => {
  await stage.speak("en");
  const live = CARD_STATES.find(({ name }) => name === "waiting-for-card") ?? assert.fail();
  const tab = await openCard(stage, live);
  await tab.run(`document.getElementById("cancel").click()`);
  await tab.until(`document.getElementById("task").dataset.reason === "user-cancelled"`);
  assert.equal(await words(tab, "state-next"), "PIN and password are as they were.");
  await until(async () => stage.received().at(-1)?.eof, "the host to be let go");
  await tab.close();
  const left = await openCard(stage, live);
  await left.go("about:blank#left");
  await until(async () => stage.received().at(-1)?.eof, "the host to be let go");
  await left.close();
  for (const result of [
    null,
    {},
    { ...card(), reader: 7 },
    card({ authenticationCertificate: { ...authenticationView(), der: "<script>" } }),
  ]) {
    const broken = await openCard(stage, {
      ...live,
      on: { card: [{ result }] },
      view: { step: "failed", reason: "host-failed" },
    });
    assert.equal(await words(broken, "state-title"), "The OpenJPKI program stopped");
    assert.equal(await broken.run(`document.getElementById("computer").checkVisibility()`), true);
    await broken.close();
  }
});

test("check my computer: own words for what is known, one next step, a report without the person", async () => {
  await stage.speak("en");
  const tab = await openCheck(stage, CHECK_STATES[1] ?? assert.fail());
  const line = (/** @type {string} */ id) => tab.run(`document.querySelector("[data-id=${id}]").innerText`);
  assert.match(await line("no-reader"), /To do\s+No card reader was found\s+Connect your card reader$/);
  assert.match(await line("reader-phone"), /Sony FeliCa.*\s+This is a phone/);
  assert.match(await line("certificate-expired"), /It ended on March 31, 2025/);
  assert.match(await line("pin-last-try"), /1 try left[^]*Do not guess/);
  assert.match(await line("password-blocked"), /is locked\s+What to do now$/);
  assert.match(await line("other"), /The host's sentence[^]*The host's next step/);
  assert.equal(await words(tab, "summary"), "Do what is marked, from top to bottom. Then check again.");
  await stage.chromium.send("Browser.grantPermissions", {
    permissions: ["clipboardReadWrite", "clipboardSanitizedWrite"],
  });
  await stage.chromium.send("Target.activateTarget", { targetId: tab.targetId });
  await tab.run(`document.getElementById("copy").click()`, { click: true });
  await tab.until(`document.getElementById("copied").innerText.startsWith("Copied")`);
  const copied = await tab.run("navigator.clipboard.readText()", { click: true });
  assert.match(copied, /^browser: .*\d+.*\nextension: 1\.0\.0\nlanguage: en\nhost: 9\.8\.7\n\n\{ "report"/);
  await tab.close();
  const missing = await openCheck(stage, CHECK_STATES[2] ?? assert.fail());
  const host = await missing.run(`document.querySelector("[data-id=host]").innerText`);
  assert.match(host, /Not installed on this computer\.\s+Install it on this computer\.\s+How to install it/);
  assert.match(await missing.run(`document.getElementById("report").textContent`), /host: host-missing$/);
  await missing.close();
});
