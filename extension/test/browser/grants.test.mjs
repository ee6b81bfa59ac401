// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { AUTHENTICATED, NONCE, SIGNED, Stage } from "./stage.mjs";

/** What is off until the person switches it on for a site: digests alone, the official client's language, Web eID's. */

const stage = new Stage();
/** @type {import("./chromium.mjs").Page} */
let page;
const { authenticationCertificate: CERTIFICATE, authenticationSignature: SIGNATURE } = AUTHENTICATED;
const DIGEST = Buffer.alloc(32, 5).toString("base64");

before(async () => {
  page = await stage.page();
  await listen();
});
after(() => stage.close());
beforeEach(async () => {
  stage.installHost();
  await stage.forgetCancels();
  await page.run("heard.length = 0");
});

/** Keeps what the page is told. */
const listen = () =>
  page.run(
    `globalThis.heard = [];
     addEventListener("message", ({ data }) => /^web-eid:.*-(ack|success|failure)$/.test(data.action) && heard.push(data));
     document.addEventListener("recvJPKIMsg", ({ detail }) => heard.push(JSON.parse(detail))); 0`,
  );

/**
 * @param {"unseenDocuments" | "officialClient" | "webEid"} grant
 * @param {boolean} on - what the person makes of the switch in the popup.
 */
async function flip(grant, on) {
  const popup = await stage.popup(page);
  await popup.until(`document.getElementById("grants").checkVisibility()`);
  const is = await popup.run(`document.getElementById("${grant}").checked`);
  assert.equal(is, !on, "it is the other way before");
  await popup.run(`document.getElementById("${grant}").click()`, { click: true });
  await popup.until(`chrome.storage.local.get("grants").then(({ grants = {} }) =>
    Object.values(grants).some((own) => own.${grant}) === ${on})`);
  await popup.close();
}

/**
 * @param {object} message - as Web eID's page library posts it.
 * @param {{ click?: boolean }} [how]
 */
const post = (message, how = { click: true }) =>
  page.run(`postMessage(${JSON.stringify({ libraryVersion: "2.1.0", ...message })}, "*")`, how);

/**
 * @param {object} detail - as the registration page fires it.
 * @param {{ click?: boolean }} [how]
 */
const launch = (detail, how = { click: true }) =>
  page.run(
    `document.dispatchEvent(new CustomEvent("launchJPKIApp", { detail: ${JSON.stringify(JSON.stringify(detail))} }))`,
    how,
  );

/** @param {number} count - waits until the page heard so much. */
const heard = async (count) => {
  await page.until(`heard.length >= ${count}`);
  return page.run("heard");
};

test("off, the page hears nothing of either language, and a digest alone is not granted", async () => {
  stage.play({ steps: [{ result: { certificate: CERTIFICATE } }] });
  await post({ action: "web-eid:status" });
  await post({ action: "web-eid:authenticate", challengeNonce: NONCE });
  await launch({ mode: "11", keypair_division: "01", certificate_type: "01" });
  await stage.call(page, "sign", { documents: [{ name: "a", digest: DIGEST, algorithm: "SHA-256" }] });
  assert.deepEqual(await stage.outcome(page), { code: "not-granted" });
  assert.match(await page.run("message"), /digest alone/);
  assert.deepEqual(await page.run("heard"), []);
  assert.deepEqual(stage.received(), []);
});

test("unseen documents: the window says that the site did not show them", async () => {
  await flip("unseenDocuments", true);
  const told = { name: "a", digest: DIGEST };
  const detail = { key: "digital-signature", remaining: 5, documents: [told] };
  stage.play({ steps: [{ progress: { stage: "waiting-for-pin", detail } }] });
  await stage.call(page, "sign", { documents: [{ ...told, algorithm: "SHA-256" }], output: "raw" });
  const window = await stage.window();
  await window.until(
    `document.querySelector(".unseen-document")?.textContent === "The site did not show what this is"`,
  );
  await window.close();
  await stage.outcome(page);
  await stage.idle();
  await flip("unseenDocuments", false);
});

test("the official client's language: both keys after one click, other modes refused, closing cancels", async () => {
  await flip("officialClient", true);
  stage.play({ steps: [{ gate: "seen" }, { result: { certificate: CERTIFICATE } }] });
  await launch({ mode: "11", keypair_division: "01", certificate_type: "01" });
  const window = await stage.window();
  await window.until(
    `document.getElementById("purpose").textContent === "Hand over your signing certificate"`,
  );
  const disclosed = await window.run(`document.getElementById("disclosure-list").textContent`);
  assert.match(disclosed, /name, address.*A certificate alone proves nothing/);
  stage.openGate("seen");
  const answer = { mode: "11", result: "0", certificate: CERTIFICATE, errcode: "" };
  assert.deepEqual(await heard(1), [answer]);
  assert.equal(stage.received()[0].params.key, "digital-signature");
  await launch({ mode: "11", keypair_division: "02", certificate_type: "01" }, {});
  assert.deepEqual(await heard(2), [answer, answer], "right after the first, without another click");
  await stage.idle();

  await page.run("heard.length = 0");
  for (const detail of [{ mode: "07" }, { mode: "11", keypair_division: "03" }]) await launch(detail);
  const [other, division] = await heard(2);
  assert.deepEqual(other, { mode: "07", result: "1", errcode: "OPENJPKI-unsupported" });
  assert.equal(division.result, "1");

  await page.run("heard.length = 0");
  stage.play({ steps: [{ progress: { stage: "waiting-for-card", detail: { reason: "no-card" } } }] });
  await launch({ mode: "11", keypair_division: "01", certificate_type: "01" });
  await stage.window();
  await launch({ mode: "05" });
  assert.deepEqual((await heard(1))[0], { mode: "05", result: "0", errcode: "" });
  await stage.idle();

  stage.removeHost();
  await launch({ mode: "11", keypair_division: "01", certificate_type: "01" });
  assert.deepEqual((await heard(2))[1], { mode: "11", result: "1", errcode: "EW004JC200" });
  const ended = await stage.window();
  await ended.close();
  await stage.idle();
  await flip("officialClient", false);
});

const TOKEN = {
  unverifiedCertificate: CERTIFICATE,
  algorithm: "RS256",
  signature: SIGNATURE,
  format: "web-eid:1.0",
  appVersion: "https://openjpki.org/releases/1.0.0",
};
const ALGORITHM = { cryptoAlgorithm: "RSA", hashFunction: "SHA-256", paddingScheme: "PKCS1.5" };

test("Web eID's language: acknowledged at once, then what its library expects", async () => {
  await flip("webEid", true);
  await post({ action: "web-eid:status" }, {});
  const versions = { library: "2.1.0", extension: "1.0.0", nativeApp: "9.8.7" };
  assert.deepEqual(await heard(2), [
    { action: "web-eid:status-ack" },
    { action: "web-eid:status-success", ...versions },
  ]);
  stage.play({ steps: [{ result: TOKEN }] });
  await post({ action: "web-eid:authenticate", challengeNonce: NONCE, options: { lang: "et" } });
  const [, , ack, token] = await heard(4);
  assert.deepEqual(ack, { action: "web-eid:authenticate-ack" });
  assert.deepEqual(token, { action: "web-eid:authenticate-success", ...TOKEN });
  assert.equal(stage.received()[0].params.lang, "en", "the person's language, not the page's");
  await stage.idle();

  await page.run("heard.length = 0");
  stage.play({ steps: [{ result: { certificate: CERTIFICATE } }] });
  await post({ action: "web-eid:get-signing-certificate" });
  assert.deepEqual((await heard(2))[1], {
    action: "web-eid:get-signing-certificate-success",
    certificate: CERTIFICATE,
    supportedSignatureAlgorithms: [ALGORITHM],
  });
  await stage.idle();
  const signature = { name: "Web eID", digest: DIGEST, output: "raw", signature: SIGNATURE };
  stage.play({ steps: [{ result: { ...SIGNED, certificate: CERTIFICATE, signatures: [signature] } }] });
  const wanted = { action: "web-eid:sign", certificate: CERTIFICATE, hash: DIGEST, hashFunction: "SHA-256" };
  await post(wanted, {});
  assert.deepEqual(
    (await heard(4))[3],
    { action: "web-eid:sign-success", signature: SIGNATURE, signatureAlgorithm: ALGORITHM },
    "what the server prepared in between is signed without another click",
  );
  await stage.idle();
  await post({ ...wanted, certificate: SIGNATURE });
  assert.equal(
    (await heard(6))[5].error.code,
    "ERR_WEBEID_NATIVE_INVALID_ARGUMENT",
    "another card's certificate",
  );
  await stage.idle();
});

test("Web eID's language: acknowledged before the browser has read its policies, and nothing more", async () => {
  const worker = await stage.chromium.target("/worker/worker.js");
  await worker.until(`chrome.storage.local.get("policy").then(({ policy }) => policy !== undefined)`);
  await worker.run("globalThis.managed = chrome.storage.managed; globalThis.readAtOnce = managed.get; 0");
  for (const [policy, end] of /** @type {const} */ ([
    [{}, "success"],
    [{ webEidOrigins: [] }, "failure"],
    [{ blockedOrigins: [await stage.listen()] }, "failure"],
  ])) {
    await page.run("heard.length = 0");
    await worker.run("globalThis.late = Promise.withResolvers(); managed.get = () => late.promise; 0");
    stage.play({ steps: [{ result: TOKEN }] });
    await post({ action: "web-eid:authenticate", challengeNonce: NONCE });
    assert.deepEqual(await heard(1), [{ action: "web-eid:authenticate-ack" }]);
    assert.deepEqual(stage.received(), [], "the host is not asked");
    await worker.run(`late.resolve(${JSON.stringify(policy)})`);
    assert.equal((await heard(2))[1].action, `web-eid:authenticate-${end}`);
    assert.equal(stage.received().length > 0, end === "success");
    await stage.idle();
  }
  await worker.run("managed.get = readAtOnce; 0");
});

test("Web eID's language: errors by the library's codes", async () => {
  const authenticate = { action: "web-eid:authenticate", challengeNonce: NONCE };
  const error = (/** @type {string} */ code) => ({
    steps: [{ error: { code: -32000, message: "", data: { code } } }],
  });
  const waiting = { steps: [{ progress: { stage: "waiting-for-card", detail: { reason: "no-card" } } }] };
  for (const [code, message, script] of /** @type {[string, object, object?][]} */ ([
    ["ERR_WEBEID_USER_CANCELLED", authenticate, error("user-cancelled")],
    ["ERR_WEBEID_USER_TIMEOUT", { ...authenticate, options: { userInteractionTimeout: 300 } }, waiting],
    ["ERR_WEBEID_NATIVE_FATAL", authenticate, error("pin-blocked")],
    ["ERR_WEBEID_MISSING_PARAMETER", { action: "web-eid:authenticate" }],
    ["ERR_WEBEID_MISSING_PARAMETER", { action: "web-eid:sign", certificate: CERTIFICATE, hash: DIGEST }],
    ["ERR_WEBEID_NATIVE_INVALID_ARGUMENT", { ...authenticate, challengeNonce: "short" }],
    [
      "ERR_WEBEID_NATIVE_INVALID_ARGUMENT",
      { action: "web-eid:sign", certificate: CERTIFICATE, hash: DIGEST, hashFunction: "SHA-384" },
    ],
    [
      "ERR_WEBEID_VERSION_MISMATCH",
      { action: "web-eid:status" },
      { hello: { version: "2.0.0", protocol: 2 } },
    ],
  ])) {
    await page.run("heard.length = 0");
    await stage.forgetCancels();
    stage.play(script ?? {});
    await post(message);
    const [ack, failure] = await heard(2);
    const { action } = /** @type {{ action: string }} */ (message);
    assert.equal(ack.action, `${action}-ack`);
    assert.equal(failure.action, `${action}-failure`);
    assert.equal(failure.error.code, code, JSON.stringify(failure));
    assert.equal(typeof failure.error.message, "string");
  }
  stage.removeHost();
  await page.run("heard.length = 0");
  await post({ action: "web-eid:status" });
  assert.equal((await heard(2))[1].error.code, "ERR_WEBEID_NATIVE_UNAVAILABLE");
  page = await stage.page(); // nobody clicked here yet
  await listen();
  await post(authenticate, {});
  assert.equal((await heard(2))[1].error.code, "ERR_WEBEID_UNKNOWN_ERROR", "without a click");
});
