// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { allowedPatterns, covers, readPolicy, ruling } = await import("../../shared/policy.js");
const { forgetGrants, grantStates, holdsGrant, switchGrant } = await import("../../shared/grants.js");
const { askedTimes, forgetAsked, noteAsked } = await import("../../shared/asked.js");
const { mayAsk, siteState } = await import("../../shared/sites.js");

/** The administrator's word, and what it changes for sites. */

/** @type {any} */
const chrome = Reflect.get(globalThis, "chrome");
const MANIFEST = JSON.parse(readFileSync(new URL("../../manifest.json", import.meta.url), "utf8"));
/** @type {Record<string, unknown>} */
let managed = {};
/** @type {Record<string, object>} */
let sites = {};

beforeEach(() => {
  managed = {};
  sites = {};
  chrome.runtime.getManifest = () => MANIFEST;
  chrome.permissions = { contains: async () => true };
  chrome.storage.local = { get: async () => ({ sites }) };
  chrome.storage.managed = { get: async () => managed };
});

test("an entry covers an origin, a domain and all below it, or everything", () => {
  for (const [entry, origin] of /** @type {const} */ ([
    ["*", "https://a.example"],
    ["https://a.example", "https://a.example"],
    ["https://a.example:8443", "https://a.example:8443"],
    ["https://*.a.example", "https://a.example"],
    ["https://*.a.example", "https://deep.b.a.example"],
    ["http://localhost:8080", "http://localhost:8080"],
  ])) {
    assert.equal(covers(entry, origin), true, `${entry} ${origin}`);
  }
  for (const [entry, origin] of /** @type {const} */ ([
    ["https://a.example", "https://a.example:8443"],
    ["https://a.example", "https://b.a.example"],
    ["https://*.a.example", "https://evila.example"],
    ["https://*.a.example", "https://a.example.evil"],
    ["https://*.a.example", "https://a.example:8443"],
    ["http://*.a.example", "https://a.example"],
    ["https://*.a.example/", "https://a.example"],
    ["https://*", "https://a.example"],
    ["a.example", "https://a.example"],
    ["", "https://a.example"],
  ])) {
    assert.equal(covers(entry, origin), false, `${entry} ${origin}`);
  }
});

test("allowed goes before blocked, and silence leaves it to the person", () => {
  const policy = { allowedOrigins: ["https://a.example"], blockedOrigins: ["*"] };
  assert.equal(ruling(policy, "https://a.example"), "allowed");
  assert.equal(ruling(policy, "https://b.example"), "blocked");
  assert.equal(ruling({ allowedOrigins: [], blockedOrigins: [] }, "https://b.example"), null);
});

test("what is no policy, or not of the schema, counts as absent", async () => {
  const none = { allowedOrigins: [], blockedOrigins: [], grants: {} };
  assert.deepEqual(await readPolicy(), none);
  managed = {
    allowedOrigins: "https://a.example",
    blockedOrigins: [7, "https://b.example"],
    language: 5,
    webEidOrigins: "*",
  };
  assert.deepEqual(await readPolicy(), { ...none, blockedOrigins: ["https://b.example"] });
  chrome.storage.managed.get = () => Promise.reject(new Error("Managed storage manifest not found"));
  assert.deepEqual(await readPolicy(), none);
});

test("a blocked site may not ask, be it the government's or on the person's list", async () => {
  sites = { "https://shop.example": {} };
  assert.equal(await siteState("https://www.moj.go.jp"), "built-in");
  assert.equal(await siteState("https://shop.example"), "granted");
  managed = { blockedOrigins: ["https://*.moj.go.jp", "https://shop.example"] };
  for (const origin of ["https://www.moj.go.jp", "https://shop.example"]) {
    assert.equal(await siteState(origin), "blocked");
    assert.equal(await mayAsk(origin), false);
  }
  assert.equal(await mayAsk("https://www.digital.go.jp"), true);
});

test("an allowed site may ask once the browser holds the permission, never over plain http", async () => {
  managed = { allowedOrigins: ["https://shop.example", "http://shop.example"] };
  assert.equal(await siteState("https://shop.example"), "allowed");
  assert.equal(await mayAsk("https://shop.example"), true);
  assert.equal(await siteState("http://shop.example"), "impossible");
  chrome.permissions.contains = async () => false;
  assert.equal(await siteState("https://shop.example"), "not-granted");
});

test("the policy's sites as match patterns, which know neither ports nor everything", () => {
  const allowedOrigins = [
    "https://a.example:8443",
    "https://*.b.example",
    "*",
    "http://c.example",
    "https://d/x",
  ];
  assert.deepEqual(allowedPatterns({ allowedOrigins }), ["https://a.example/*", "https://*.b.example/*"]);
});

test("the schema names what is read, and the manifest names the schema", () => {
  const schema = JSON.parse(
    readFileSync(new URL(`../../${MANIFEST.storage.managed_schema}`, import.meta.url), "utf8"),
  );
  assert.deepEqual(Object.keys(schema.properties), [
    "allowedOrigins",
    "blockedOrigins",
    "language",
    "unseenDocumentsOrigins",
    "officialClientOrigins",
    "webEidOrigins",
  ]);
});

test("what a site may do beyond asking is off, until the person or the administrator switches it on", async () => {
  /** @type {Record<string, unknown>} */
  let stored = {};
  chrome.storage.local = {
    get: async (/** @type {object} */ defaults) => structuredClone({ ...defaults, ...stored }),
    set: async (/** @type {object} */ change) => void (stored = { ...stored, ...change }),
  };
  const shop = "https://shop.example";
  const off = { on: false, decided: false };
  assert.deepEqual(await grantStates(shop), { unseenDocuments: off, officialClient: off, webEid: off });
  await switchGrant(shop, "webEid", true);
  await switchGrant(shop, "unseenDocuments", true);
  assert.equal(await holdsGrant(shop, "webEid"), true);
  assert.equal(await holdsGrant(`${shop}:8443`, "webEid"), false, "the exact origin");
  await switchGrant(shop, "webEid", false);
  assert.deepEqual(stored.grants, { [shop]: { unseenDocuments: true } });
  managed = { unseenDocumentsOrigins: [], webEidOrigins: ["https://*.shop.example"] };
  assert.deepEqual(await grantStates(shop), {
    unseenDocuments: { on: false, decided: true },
    officialClient: off,
    webEid: { on: true, decided: true },
  });
  await forgetGrants(shop);
  assert.deepEqual(stored.grants, {});
});

test("when each site last asked: the latest time, the latest 200 sites, until forgotten", async () => {
  /** @type {Record<string, number>} */
  let asked = {};
  chrome.storage.local = {
    get: async () => ({ asked }),
    set: async (/** @type {{ asked: Record<string, number> }} */ change) => void ({ asked } = change),
  };
  for (let site = 0; site < 201; site += 1) await noteAsked(`https://s${site}.example`, site);
  await noteAsked("https://s1.example", 1_000);
  assert.equal(Object.keys(await askedTimes()).length, 200);
  assert.equal(Object.hasOwn(asked, "https://s0.example"), false);
  assert.equal(asked["https://s1.example"], 1_000);
  await forgetAsked("https://s1.example");
  assert.equal(Object.hasOwn(await askedTimes(), "https://s1.example"), false);
});
