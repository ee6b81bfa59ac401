// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { AUTHENTICATED, REGISTERED, Stage } from "./stage.mjs";

/** Hosts that are missing, silent, broken or hostile: what page and person are told. */

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

/**
 * @param {string} code - what the page must get.
 * @param {string} [reason] - what the window must show.
 */
async function endsWith(code, reason = code) {
  await stage.call(page);
  const window = await stage.window();
  assert.deepEqual(await stage.outcome(page), { code });
  await window.until(`document.body.dataset.step === "failed"`);
  assert.equal(await window.run("document.body.dataset.reason"), reason);
  await window.close();
  await stage.idle();
}

test("missing", async () => {
  stage.removeHost();
  await stage.call(page);
  const window = await stage.window();
  await window.until(`document.body.dataset.reason === "host-missing"`);
  assert.equal(await window.run(`document.getElementById("install-help").hidden`), false);
  assert.deepEqual(await stage.outcome(page), { code: "host-missing" });
  await window.close();
  await stage.idle();
});

test("made for another extension", async () => {
  stage.installHost({ allowed: "abcdefghijklmnopabcdefghijklmnop" });
  await endsWith("host-failed");
});

test("noise in place of frames", async () => {
  stage.play({ noise: "hello, world\n".repeat(10) });
  await endsWith("host-failed");
});

test("a well-framed hello that is not JSON, which the browser drops in silence", async () => {
  stage.play({ noise: "\u0004\u0000\u0000\u0000oops" });
  await endsWith("host-failed");
});

test("a hello of another protocol", async () => {
  stage.play({ hello: { version: "1.0.0", protocol: 2 } });
  await endsWith("host-outdated");
});

test("a hello without a version", async () => {
  stage.play({ hello: { protocol: 1 } });
  await endsWith("host-failed");
});

test("dies in mid-request", async () => {
  stage.play({ steps: [{ exit: 7 }] });
  await endsWith("host-failed");
});

test("a result that is not the evidence asked for", async () => {
  for (const result of [REGISTERED, {}, null, "x", { ...AUTHENTICATED, extra: 1 }]) {
    stage.play({ steps: [{ result }] });
    await endsWith("host-failed");
  }
});

test("detailed errors stay in the window", async () => {
  for (const [reason, code] of Object.entries({
    "card-removed": "card-unusable",
    "pin-wrong": "user-cancelled",
    "pin-blocked": "pin-blocked",
    "certificate-expired": "certificate-expired",
  })) {
    stage.play({
      steps: [{ error: { code: -32000, message: "secret", data: { code: reason, remaining: 1 } } }],
    });
    await endsWith(code, reason);
  }
  stage.play({ steps: [{ error: { code: -32601, message: "unknown method" } }] });
  await endsWith("unsupported");
  stage.play({ steps: [{ error: { code: -32000, message: "x", data: { code: "of-tomorrow" } } }] });
  await endsWith("internal");
});
