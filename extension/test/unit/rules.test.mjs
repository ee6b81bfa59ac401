// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { callerOf, isOwnPage } = await import("../../worker/caller.js");
const { countCancel, mustWait } = await import("../../worker/cooldown.js");
const { parseResult } = await import("../../worker/evidence.js");
const { parseRequest } = await import("../../worker/request.js");
const { isCode, PAGE_MESSAGES, pageError } = await import("../../shared/codes.js");
const { isTrustworthy, originParts, originPattern } = await import("../../shared/origin.js");
const { matches } = await import("../../shared/sites.js");

const SELF = "abcdefghijklmnopabcdefghijklmnop";
const TAB = /** @type {any} */ ({ id: 1, windowId: 2 });
const TOP = {
  id: SELF,
  tab: TAB,
  frameId: 0,
  url: "https://portal.example.go.jp/login?x",
  origin: "https://portal.example.go.jp",
  documentLifecycle: /** @type {any} */ ("active"),
};

test("a live top page is known by the origin that the browser vouches for", () => {
  assert.deepEqual(callerOf(TOP, SELF), { origin: "https://portal.example.go.jp", windowId: 2 });
  const { origin, documentLifecycle, ...firefox } = TOP;
  assert.equal(callerOf(firefox, SELF).origin, origin);
  assert.equal(documentLifecycle, "active");
  const hidden = { ...TOP, tab: { ...TAB, incognito: true } };
  assert.equal(
    callerOf(hidden, SELF).incognito,
    true,
    "a private window leaves no trace in the list of sites",
  );
  const loopback = { ...TOP, url: "http://localhost:8080/", origin: "http://localhost:8080" };
  assert.equal(callerOf(loopback, SELF).origin, "http://localhost:8080");
});

test("everything else is refused", () => {
  const refused = {
    "a sandboxed frame, with the site's own URL": { ...TOP, origin: "null" },
    "an origin that is not the URL's": { ...TOP, origin: "https://evil.example" },
    "a frame": { ...TOP, frameId: 3 },
    "a page in the back-forward cache": { ...TOP, documentLifecycle: /** @type {any} */ ("cached") },
    "a prerendered page": { ...TOP, documentLifecycle: /** @type {any} */ ("prerender") },
    "no tab": { ...TOP, tab: undefined },
    "another extension": { ...TOP, id: "ponmlkjihgfedcbaponmlkjihgfedcba" },
    "a data: page": { ...TOP, url: "data:text/html,x", origin: "null" },
    "no URL": { ...TOP, url: undefined, origin: undefined },
    nobody: undefined,
  };
  for (const [who, sender] of Object.entries(refused)) {
    assert.throws(() => callerOf(sender, SELF), { code: "not-granted" }, who);
  }
  const plain = { ...TOP, url: "http://portal.example.go.jp/", origin: "http://portal.example.go.jp" };
  assert.throws(() => callerOf(plain, SELF), { code: "insecure-context" });
});

test("a content script cannot pass for our own window", () => {
  const runtime = { id: SELF, getURL: (/** @type {string} */ path) => `chrome-extension://${SELF}/${path}` };
  const url = `chrome-extension://${SELF}/ceremony/ceremony.html#id`;
  const own = { id: SELF, url, origin: `chrome-extension://${SELF}` };
  assert.equal(isOwnPage(own, runtime, "ceremony/ceremony.html"), true);
  assert.equal(isOwnPage(TOP, runtime, "ceremony/ceremony.html"), false);
  assert.equal(isOwnPage({ ...own, origin: TOP.origin }, runtime, "ceremony/ceremony.html"), false);
  assert.equal(
    isOwnPage({ ...own, url: `${url.split("#")[0]}.evil` }, runtime, "ceremony/ceremony.html"),
    false,
  );
  assert.equal(isOwnPage(undefined, runtime, "ceremony/ceremony.html"), false);
});

test("requests: known methods, nonces of the protocol, nothing else kept", () => {
  const nonce = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";
  assert.deepEqual(parseRequest("register", { nonce, origin: "https://evil.example", lang: "x" }), {
    method: "register",
    params: { nonce },
  });
  for (const good of [nonce, `${nonce}=`, "A".repeat(128), "+/".repeat(30), "-_".repeat(30)]) {
    assert.deepEqual(parseRequest("authenticate", { nonce: good }).params, { nonce: good });
  }
  for (const bad of [
    undefined,
    5,
    "",
    "A".repeat(42),
    "A".repeat(129),
    `${"A".repeat(50)}\n`,
    `+${"-".repeat(50)}`,
    "あ".repeat(50),
  ]) {
    assert.throws(() => parseRequest("authenticate", { nonce: bad }), { code: "invalid-request" });
  }
  for (const params of [null, undefined, "x", []]) {
    assert.throws(() => parseRequest("authenticate", params), { code: "invalid-request" });
  }
  const others = [
    "status",
    "change-pin",
    "certificate",
    "web-eid-authenticate",
    "card",
    "constructor",
    undefined,
  ];
  for (const method of others) {
    assert.throws(() => parseRequest(method, { nonce }), { code: "unsupported" });
  }
});

const asked = (/** @type {"authenticate" | "register"} */ method) => ({
  method,
  params: { nonce: "n".repeat(43) },
});

test("evidence: exact format, exact keys, bounded base64", () => {
  const good = {
    format: "openjpki-authenticate/1",
    algorithm: "RS256",
    authenticationCertificate: Buffer.alloc(1400, 1).toString("base64"),
    authenticationSignature: Buffer.alloc(256, 2).toString("base64"),
  };
  assert.deepEqual(parseResult(asked("authenticate"), good), good);
  assert.equal(
    parseResult(asked("authenticate"), { ...good, authenticationCertificate: "A".repeat(5462) + "==" })
      .algorithm,
    "RS256",
  );
  for (const change of [
    { format: "openjpki-register/1" },
    { algorithm: "none" },
    { extra: "" },
    { authenticationCertificate: "" },
    { authenticationCertificate: "A".repeat(5468) },
    { authenticationCertificate: "<b>=" },
    { authenticationSignature: Buffer.alloc(255).toString("base64") },
    { authenticationSignature: Buffer.alloc(257).toString("base64") },
    { authenticationSignature: 7 },
  ]) {
    assert.throws(
      () => parseResult(asked("authenticate"), { ...good, ...change }),
      { code: "host-failed" },
      JSON.stringify(change),
    );
  }
  assert.throws(() => parseResult(asked("register"), good), { code: "host-failed" });
});

test("codes: pages learn nothing of readers, tries and wrong PINs", () => {
  for (const code of [
    "service-stopped",
    "no-reader",
    "no-card",
    "card-unsupported",
    "card-removed",
    "card-busy",
  ]) {
    assert.equal(isCode(code), true);
    assert.equal(pageError(code).code, "card-unusable");
  }
  for (const code of ["pin-wrong", "pin-format", "pin-last-try"])
    assert.equal(pageError(code).code, "user-cancelled");
  for (const code of Object.keys(PAGE_MESSAGES)) assert.equal(pageError(code).code, code);
  for (const code of ["", "constructor", "__proto__", "nonsense"])
    assert.equal(pageError(code).code, "internal");
});

test("cooldown: the third cancel of an origin within a minute, and no other origin's", async () => {
  const site = "https://a.example";
  await countCancel(site, 0);
  await countCancel(site, 10_000);
  assert.equal(await mustWait(site, 20_000), false);
  await countCancel(site, 20_000);
  await countCancel("https://b.example", 20_000);
  assert.equal(await mustWait(site, 20_001), true);
  assert.equal(await mustWait("https://b.example", 20_001), false);
  assert.equal(await mustWait(site, 59_999), true);
  assert.equal(await mustWait(site, 60_000), false);
});

test("origins: shown as they are, permitted by host", () => {
  assert.deepEqual(originParts("https://xn--r8jz45g.example:8443"), {
    scheme: "https://",
    host: "xn--r8jz45g.example",
    port: ":8443",
  });
  assert.equal(originPattern("https://a.example:8443"), "https://a.example/*");
  for (const good of [
    "https://a.example",
    "https://a.example:8443",
    "http://localhost:1",
    "http://127.0.0.1",
    "http://[::1]:8080",
  ]) {
    assert.equal(isTrustworthy(good), true, good);
  }
  for (const bad of [
    "http://a.example",
    "http://localhost.evil.example",
    "https://A.example",
    "https://a.example/",
    "null",
    "file://",
  ]) {
    assert.equal(isTrustworthy(bad), false, bad);
  }
});

test("the manifest's patterns match subdomains of their domain and nothing that looks like it", () => {
  assert.equal(matches("https://*.go.jp/*", "https://www.moj.go.jp"), true);
  assert.equal(matches("https://*.go.jp/*", "https://go.jp:8443"), true);
  assert.equal(matches("http://localhost/*", "http://localhost:8080"), true);
  assert.equal(matches("http://[::1]/*", "http://[::1]:8080"), true);
  assert.equal(matches("https://*.go.jp/*", "http://www.moj.go.jp"), false);
  assert.equal(matches("https://*.go.jp/*", "https://evilgo.jp"), false);
  assert.equal(matches("https://*.go.jp/*", "https://go.jp.example"), false);
});
