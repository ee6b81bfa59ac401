// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { converse, surfaceOf } = await import("../../worker/surfaces.js");
const { readLanguage } = await import("../../shared/languages.js");
const { Refusal } = await import("../../shared/codes.js");

/** What a page hears in another program's language while the browser has not read its policies yet. */

/** @type {any} */
const chrome = Reflect.get(globalThis, "chrome");
const ORIGIN = "https://www.digital.go.jp";
const OPEN = { allowedOrigins: [], blockedOrigins: [], grants: {} };
/** @type {(stored: object) => void} The browser has read its policies. */
let read;
/** @type {Record<string, unknown>} */
let local = {};
/** @type {any[]} */
let heard = [];

beforeEach(() => {
  readLate();
  local = { grants: { [ORIGIN]: { webEid: true, officialClient: true } } };
  heard = [];
  chrome.runtime.getManifest = () =>
    JSON.parse(readFileSync(new URL("../../manifest.json", import.meta.url), "utf8"));
  chrome.permissions = { contains: async () => true };
  chrome.storage.local = { get: async () => structuredClone({ sites: {}, ...local }) };
});

/** Lets the browser read its policies only when `read` is called. */
function readLate() {
  const late = new Promise((resolve) => (read = resolve));
  chrome.storage.managed = { get: () => late };
}

/**
 * @param {string} port
 * @param {unknown} said
 * @returns {Promise<unknown>} settled when all was said.
 */
function say(port, said) {
  const surface = surfaceOf(port) ?? assert.fail();
  return converse(surface, { said, activated: true }, ({ say }) => heard.push(say), {
    origin: ORIGIN,
    hostVersion: () => Promise.resolve("1.0.0"),
    start: () => Promise.reject(new Refusal("busy")),
  });
}

const settle = () => new Promise((resolve) => setImmediate(resolve));
const STATUS = { action: "web-eid:status", libraryVersion: "2.1.0" };
const actions = () => heard.map(({ action }) => action);

test("a site that was answered before is acknowledged at once, and answered once the policy lets it", async () => {
  local.policy = OPEN;
  const said = say("web-eid", STATUS);
  await settle();
  assert.deepEqual(actions(), ["web-eid:status-ack"]);
  read({});
  await said;
  assert.deepEqual(actions(), ["web-eid:status-ack", "web-eid:status-success"]);
});

test("a policy that changed in between takes it back", async () => {
  for (const stored of [{ blockedOrigins: ["*"] }, { webEidOrigins: [] }]) {
    heard = [];
    local.policy = OPEN;
    chrome.storage.managed.get = async () => stored;
    await say("web-eid", STATUS);
    assert.deepEqual(actions(), ["web-eid:status-ack", "web-eid:status-failure"]);
  }
});

test("silence where nothing is remembered, or what is remembered says no; the policy may still say yes", async () => {
  for (const policy of [undefined, { ...OPEN, blockedOrigins: ["*"] }, { ...OPEN, grants: { webEid: [] } }]) {
    readLate();
    heard = [];
    local.policy = policy;
    const said = say("web-eid", STATUS);
    await settle();
    assert.deepEqual(heard, []);
    read({});
    await said;
    assert.deepEqual(actions(), ["web-eid:status-ack", "web-eid:status-success"]);
  }
});

test("the registration page's language knows no acknowledgement: nothing before the policy", async () => {
  local.policy = OPEN;
  const said = say("official-client", JSON.stringify({ mode: "05" }));
  await settle();
  assert.deepEqual(heard, []);
  read({ officialClientOrigins: [] });
  await said;
  assert.deepEqual(heard, []);
});

test("the language of the last policy counts until this start's is read", async () => {
  chrome.i18n = { getMessage: () => "en", getUILanguage: () => "en-US" };
  local.policy = { ...OPEN, language: "vi" };
  assert.equal(await readLanguage(), "vi");
});
