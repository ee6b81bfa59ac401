// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { audit, auditZoomed } from "./audit.mjs";
import { until } from "./chromium.mjs";
import { AUTHENTICATED, REGISTERED, Stage } from "./stage.mjs";

/** One ceremony from the click to its end, and every way of leaving it early, in a real browser. */

const stage = new Stage();
/** @type {import("./chromium.mjs").Page} */
let page;

const WAITING = { steps: [{ progress: { stage: "waiting-for-card", detail: { reason: "no-card" } } }] };

before(async () => {
  page = await stage.page();
});
after(() => stage.close());
beforeEach(async () => {
  stage.installHost();
  await stage.forgetCancels();
});

/**
 * @param {import("./chromium.mjs").Page} window
 * @param {string} id
 */
const words = (window, id) => window.run(`document.getElementById("${id}").textContent`);

/** Waits until the host was told to cancel and its stdin closed. */
const hostReleased = () =>
  until(async () => {
    const received = stage.received();
    return received.some(({ method }) => method === "cancel") && received.some(({ eof }) => eof);
  }, "the host to be cancelled and closed");

test("register: the window names the site and what leaves, follows the host, closes itself", async () => {
  const pin = { key: "digital-signature", remaining: 5 };
  stage.play({
    steps: [
      { progress: { stage: "waiting-for-card", detail: { reason: "no-card" } } },
      { gate: "placed" },
      { progress: { stage: "waiting-for-pin", detail: pin } },
      { gate: "mistyped" },
      { progress: { stage: "waiting-for-pin", detail: { ...pin, reason: "pin-wrong", remaining: 4 } } },
      { gate: "typed" },
      { progress: { stage: "waiting-for-pin", detail: { key: "user-authentication", remaining: 3 } } },
      { gate: "finished" },
      { result: REGISTERED },
    ],
  });
  await stage.call(page, "register");
  const window = await stage.window();
  assert.equal(await words(window, "origin"), await stage.listen());
  assert.equal(await words(window, "origin-host"), "localhost");
  assert.match(await words(window, "disclosure-list"), /name, address, date of birth and sex/);
  await window.until(`document.getElementById("state-title").textContent === "Place your My Number Card"`);
  stage.openGate("placed");
  await window.until(`document.getElementById("tries").textContent.startsWith("5 tries left")`);
  stage.openGate("mistyped");
  await window.until(`document.body.dataset.reason === "pin-wrong"`);
  assert.match(await words(window, "tries"), /^4 tries left/);
  stage.openGate("typed");
  await window.until(`document.body.dataset.key === "user-authentication"`);
  stage.openGate("finished");
  assert.deepEqual(await stage.outcome(page), { result: REGISTERED });
  await window.until(`document.body.dataset.step === "done"`);
  await stage.idle();
  const stages = ["waiting-for-card", "waiting-for-pin", "waiting-for-pin"];
  assert.deepEqual(
    await page.run("stages"),
    stages,
    "the page hears of each stage once per key, never of a wrong PIN",
  );
  await until(async () => stage.received().at(-1)?.eof, "the host to be let go");
});

test("no state flashes by: each stays for a third of a second, and what is overtaken is not shown", async () => {
  const pin = { key: "user-authentication", remaining: 3 };
  stage.play({
    steps: [
      { progress: { stage: "waiting-for-card", detail: {} } },
      { gate: "burst" },
      { progress: { stage: "reading", detail: {} } },
      { progress: { stage: "waiting-for-card", detail: { reason: "card-removed" } } },
      { progress: { stage: "reading", detail: {} } },
      { progress: { stage: "waiting-for-pin", detail: pin } },
      { gate: "over" },
      { result: AUTHENTICATED },
    ],
  });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-card"`);
  await window.run(
    `globalThis.seen = [];
     new MutationObserver(() => seen.push([Math.round(performance.now()), document.getElementById("state-title").textContent]))
       .observe(document.getElementById("state-title"), { childList: true }); 0`,
  );
  stage.openGate("burst");
  await window.until(`document.body.dataset.step === "waiting-for-pin"`);
  const seen = /** @type {[number, string][]} */ (await window.run("seen"));
  const titles = seen.map(([, title]) => title);
  assert.equal(titles.at(-1), "Type your user authentication PIN");
  assert.ok(!titles.includes("The card was removed"), String(titles));
  seen.slice(1).forEach(([time], index) => assert.ok(time - (seen[index]?.[0] ?? 0) >= 333, String(seen)));
  stage.openGate("over");
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  await stage.idle();
});

test("keyboard: the help, then the way out; Enter there cancels", async () => {
  stage.play({ steps: [{ progress: { stage: "waiting-for-pin", detail: { key: "user-authentication" } } }] });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-pin"`);
  const focused = [];
  for (let press = 0; press < 3; press += 1) {
    await window.press("Tab");
    focused.push(await window.run(`document.activeElement.id || document.activeElement.tagName`));
  }
  assert.deepEqual(focused, ["SUMMARY", "unseen", "cancel"]);
  window.press("Enter").catch(() => {}); // the window closes under the call
  assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
  await stage.idle();
});

test("the PIN window is hidden: the host is asked to bring it, and the person told where to look", async () => {
  stage.play({ steps: [{ progress: { stage: "waiting-for-pin", detail: { key: "user-authentication" } } }] });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-pin"`);
  await window.run(`document.getElementById("unseen").click()`);
  assert.match(await words(window, "find"), /taskbar/);
  await until(
    async () => stage.received().some(({ method, params }) => method === "show-window" && params.id === 1),
    "the host to be asked",
  );
  await window.run(`document.querySelector("#which-pin summary").click()`);
  const marked = `[...document.querySelectorAll("#which-pin em")].map((mark) => mark.checkVisibility())`;
  assert.deepEqual(await window.run(marked), [false, true], "the one that is asked for");
  await audit(window, "both helps open");
  await auditZoomed(window);
  await window.close();
  await stage.outcome(page);
  await stage.idle();
});

test("a second call is busy, and the first goes on", async () => {
  stage.play({ steps: [{ gate: "finished" }, { result: AUTHENTICATED }] });
  await stage.call(page);
  await stage.window();
  const code = `openjpki.authenticate({ nonce: "${"n".repeat(43)}" }).catch(({ code }) => code)`;
  assert.equal(await page.run(code, { click: true }), "busy");
  const other = await stage.page();
  assert.equal(await other.run(code, { click: true }), "busy");
  await other.close();
  stage.openGate("finished");
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  await stage.idle();
});

test("closing the window cancels", async () => {
  stage.play(WAITING);
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-card"`);
  await window.close();
  assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
  await hostReleased();
});

test("so does its button", async () => {
  stage.play(WAITING);
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-card"`);
  window.run(`document.getElementById("cancel").click()`).catch(() => {}); // it closes under the call
  assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
  await stage.idle();
  await hostReleased();
});

test("a host that ignores the cancel is closed, and the next request works", async () => {
  stage.play({ ...WAITING, deaf: true });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-card"`);
  await page.run("abort.abort()");
  assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
  await stage.idle();
  await hostReleased();
  stage.play({ steps: [{ result: AUTHENTICATED }] });
  await stage.call(page);
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  await stage.idle();
});

for (const [way, leave] of /** @type {const} */ ([
  ["navigating away", (/** @type {import("./chromium.mjs").Page} */ tab) => tab.go("about:blank#gone")],
  ["reloading", (/** @type {import("./chromium.mjs").Page} */ tab) => tab.send("Page.reload")],
  ["closing the tab", (/** @type {import("./chromium.mjs").Page} */ tab) => tab.close()],
])) {
  test(`${way} cancels and takes the window along`, async () => {
    stage.play(WAITING);
    const tab = await stage.page();
    await stage.call(tab);
    const window = await stage.window();
    await window.until(`document.body.dataset.step === "waiting-for-card"`);
    await leave(tab);
    await stage.idle();
    await hostReleased();
  });
}

test("two cards: the person chooses in the window", async () => {
  stage.play({
    steps: [
      { choose: [{ reader: "First reader" }, { reader: "Second <b>reader</b>", placed: "just-now" }] },
      { await: "choice" },
      { result: AUTHENTICATED },
    ],
  });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.querySelectorAll("#candidates button").length === 2`);
  assert.equal(await words(window, "candidates"), "First readerSecond <b>reader</b> just placed");
  assert.match(await window.run("document.activeElement.textContent"), /^Second/);
  await window.run(`document.querySelectorAll("#candidates button")[1].click()`);
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  const choice = stage.received().find(({ id }) => id === "choose-1");
  assert.deepEqual(choice, { jsonrpc: "2.0", id: "choose-1", result: { candidate: 1 } });
  await stage.idle();
});

test("the worker dies: page and window are told, and the next request works", async () => {
  stage.play(WAITING);
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "waiting-for-card"`);
  await page.send("ServiceWorker.enable");
  await page.send("ServiceWorker.stopAllWorkers");
  assert.deepEqual(await stage.outcome(page), { code: "internal" });
  await window.until(`document.body.dataset.step === "failed"`);
  await window.close();
  stage.play({ steps: [{ result: AUTHENTICATED }] });
  await stage.call(page);
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  await stage.idle();
});

test("an error stays to be read, and a new request replaces its window", async () => {
  stage.play({ steps: [{ error: { code: -32000, message: "x", data: { code: "no-reader" } } }] });
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.step === "failed"`);
  assert.deepEqual(await stage.outcome(page), { code: "card-unusable" });
  assert.equal(await words(window, "state-title"), "No card reader was found");
  stage.play({ steps: [{ result: AUTHENTICATED }] });
  await stage.call(page);
  assert.deepEqual(await stage.outcome(page), { result: AUTHENTICATED });
  await stage.idle();
});
