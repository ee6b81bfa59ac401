// @ts-check
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { FakePort, installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { HostConnection } = await import("../../shared/host-connection.js");
const { Ceremony, LONGEST, RELEASE_TIMEOUT, WINDOW_TIMEOUT } = await import("../../worker/ceremony.js");

const HELLO = { jsonrpc: "2.0", method: "hello", params: { version: "1.0.0", protocol: 1 } };
const REQUEST = { method: /** @type {const} */ ("authenticate"), params: { nonce: "n".repeat(43) } };

let page = new FakePort();
let window = new FakePort();
let native = new FakePort();
let cancels = 0;

beforeEach(() => {
  [page, window, native, cancels] = [new FakePort(), new FakePort(), new FakePort(), 0];
  mock.timers.enable({ apis: ["setTimeout"] });
});
afterEach(() => mock.timers.reset());

/** @param {Partial<import("../../worker/ceremony.js").Services>} [services] */
function ceremony(services) {
  return new Ceremony("https://portal.example.go.jp", REQUEST, page.port, {
    cardFree: Promise.resolve(),
    openHost: () => new HostConnection(native.port),
    openWindow: async () => {},
    countCancel: async () => void (cancels += 1),
    ...services,
  });
}

/** Lets promises settle. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A ceremony whose window shows and whose host has the request. */
async function running() {
  const started = ceremony();
  const run = started.run();
  await settle();
  started.attachWindow(window.port);
  window.receive({ language: "ja" });
  native.receive(HELLO);
  await settle();
  assert.equal(native.sent.at(-1).method, "authenticate");
  return { started, run };
}

test("the host is asked only when its hello and the window are there", async () => {
  const started = ceremony();
  started.run();
  await settle();
  native.receive(HELLO);
  await settle();
  assert.deepEqual(native.sent, []);
  started.attachWindow(window.port);
  await settle();
  assert.deepEqual(native.sent, [], "not before the window has words");
  window.receive({ language: "ja" });
  await settle();
  const { origin, nonce, lang } = /** @type {any[]} */ (native.sent)[0].params;
  assert.deepEqual(
    { origin, nonce, lang },
    { origin: "https://portal.example.go.jp", nonce: REQUEST.params.nonce, lang: "ja" },
  );
  started.stop("user-cancelled");
});

test("after ten minutes it has timed out, whatever happens", async () => {
  const { started, run } = await running();
  mock.timers.tick(LONGEST - 1);
  await settle();
  assert.equal(started.running, true);
  mock.timers.tick(1);
  await settle();
  assert.equal(page.sent.at(-1).error.code, "timed-out");
  assert.equal(window.sent.at(-1).reason, "timed-out");
  assert.equal(native.sent.at(-1).method, "cancel");
  assert.equal(native.disconnected, false, "the host may still leave the card clean");
  mock.timers.tick(RELEASE_TIMEOUT);
  await run;
  assert.equal(native.disconnected, true);
  assert.equal(cancels, 0, "a timeout is nobody's cancel");
});

test("a window that never opens ends it", async () => {
  const started = ceremony();
  const run = started.run();
  await settle();
  native.receive(HELLO);
  mock.timers.tick(WINDOW_TIMEOUT);
  await run;
  assert.equal(page.sent.at(-1).error.code, "internal");
  assert.equal(native.sent.length, 0);
  assert.equal(native.disconnected, true);
});

test("a window that the browser refuses to open ends it", async () => {
  const run = ceremony({ openWindow: () => Promise.reject(new Error("no")) }).run();
  await run;
  assert.equal(page.sent.at(-1).error.code, "internal");
});

test("a cancel before the card is free never starts a host", async () => {
  let opened = 0;
  /** @type {() => void} */
  let release = () => {};
  const cardFree = new Promise((resolve) => (release = () => resolve(undefined)));
  const openHost = () => {
    opened += 1;
    return new HostConnection(native.port);
  };
  const started = ceremony({ cardFree: /** @type {Promise<void>} */ (cardFree), openHost });
  const run = started.run();
  started.stop("user-cancelled", { withdrawn: true });
  await run;
  release();
  await settle();
  assert.equal(opened, 0);
  assert.equal(cancels, 1);
  started.attachWindow(window.port);
  assert.equal(window.sent.at(-1).step, "withdrawn");
});

test("a count that cannot be kept holds up neither page nor card", async () => {
  const started = ceremony({ countCancel: () => Promise.reject(new Error("no room")) });
  const run = started.run();
  started.stop("user-cancelled");
  await run;
  assert.equal(page.sent.at(-1).error.code, "user-cancelled");
});

test("nobody may begin another before a cancel is counted", async () => {
  /** @type {() => void} */
  let kept = () => {};
  const started = ceremony({
    countCancel: () => new Promise((resolve) => (kept = () => resolve(undefined))),
  });
  const run = started.run();
  started.stop("user-cancelled");
  await settle();
  assert.equal(started.running, true);
  assert.deepEqual(page.sent, []);
  kept();
  await run;
  assert.equal(started.running, false);
});

test("only the first outcome counts", async () => {
  const { started, run } = await running();
  started.stop("user-cancelled");
  native.receive({ jsonrpc: "2.0", id: 1, result: {} });
  started.stop("timed-out");
  await run;
  assert.deepEqual(
    page.sent.map(({ error }) => error?.code),
    ["user-cancelled"],
  );
  assert.equal(cancels, 1);
});

test("an end before the window opened is shown when it opens", async () => {
  const started = ceremony();
  const run = started.run();
  await settle();
  native.drop("Specified native messaging host not found.");
  await run;
  started.attachWindow(window.port);
  const { step, reason } = window.sent.at(-1);
  assert.deepEqual({ step, reason }, { step: "failed", reason: "host-missing" });
});

test("a choice that was not offered goes nowhere", async () => {
  await running();
  const candidates = [{ reader: "a" }, { reader: "b" }];
  native.receive({ jsonrpc: "2.0", id: "choose-1", method: "choose-card", params: { id: 1, candidates } });
  const before = native.sent.length;
  for (const choose of [2, -1, 0.5, "0", null]) window.receive({ choose });
  assert.equal(native.sent.length, before);
  window.receive({ choose: 0 });
  window.receive({ choose: 1 });
  assert.deepEqual(native.sent.slice(before), [{ jsonrpc: "2.0", id: "choose-1", result: { candidate: 0 } }]);
});
