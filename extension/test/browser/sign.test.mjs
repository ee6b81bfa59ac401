// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { Stage, SIGN_REQUEST, SIGNED, TOLD } from "./stage.mjs";

/** Documents: what the person sees of them, what reaches the host, and what is refused before anything does. */

const stage = new Stage();
/** @type {import("./chromium.mjs").Page} */
let page;
const PASSWORD = { key: "digital-signature", remaining: 5 };
const LISTED = { progress: { stage: "waiting-for-pin", detail: { ...PASSWORD, documents: TOLD } } };

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
 * @param {string} selector
 * @returns {Promise<string>}
 */
const words = (window, selector) =>
  window.run(`document.querySelector(${JSON.stringify(selector)}).innerText`);

test("the window lists each document, opens its words, and counts while the card signs", async () => {
  const steps = [LISTED, { gate: "typed" }, signing(2), { gate: "signed" }, { result: SIGNED }];
  stage.play({ steps });
  await stage.call(page, "sign");
  const window = await stage.window();
  await window.until(`document.getElementById("documents").checkVisibility()`);
  assert.equal(await words(window, "#purpose"), "Sign 3 documents with your My Number Card");
  assert.match(await words(window, "#disclosure-list"), /counts like your registered seal[^]*name, address/);
  const list = await words(window, "#document-list");
  assert.match(list, /contract\.txt\s+text\/plain · 27 bytes\s+SHA-256 (09){32}\s+Read it/);
  assert.match(list, /lease\.pdf\s+application\/pdf · 8 bytes · 12 pages\s+Title: Lease of a house/);
  assert.equal(
    await window.run(`document.querySelectorAll("#document-list button").length`),
    2,
    "a PDF has no words",
  );

  await window.run(`document.querySelector("#document-list button").click()`);
  assert.equal(
    await words(window, "#preview-text"),
    "I owe you <b>nothing</b>.\n",
    "as it stands there, no markup",
  );
  await window.run(`document.getElementById("preview-close").click()`);
  await window.run(`document.querySelectorAll("#document-list button")[1].click()`);
  assert.equal(await words(window, "#preview-text"), '{ "yen": "⟨U+202E⟩0001" }', "nothing runs backwards");
  await window.run(`document.getElementById("preview").close()`);

  stage.openGate("typed");
  await window.until(`document.getElementById("signed-count").checkVisibility()`);
  assert.equal(await words(window, "#signed-count"), "Document 2 of 3");
  stage.openGate("signed");
  assert.deepEqual(await stage.outcome(page), { result: SIGNED });
  const [asked] = stage.received();
  const { documents, output, origin } = asked.params;
  assert.deepEqual({ documents, output }, { ...SIGN_REQUEST, output: "cms" });
  assert.equal(origin, await stage.listen());
  await stage.idle();
});

/** @param {number} document */
function signing(document) {
  return { progress: { stage: "signing", detail: { key: "digital-signature", document, of: 3 } } };
}

test("cancelled in the middle, nothing comes back", async () => {
  stage.play({ steps: [LISTED, signing(1), signing(2)] });
  await stage.call(page, "sign");
  const window = await stage.window();
  await window.until(`document.getElementById("signed-count").innerText === "Document 2 of 3"`);
  await window.close();
  assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
  await stage.idle();
});

test("a host that answers with other documents, or fewer, has failed", async () => {
  const [first, ...others] = SIGNED.signatures;
  for (const signatures of [
    others,
    [...others, first],
    SIGNED.signatures.map((one) => ({ ...one, output: "raw" })),
  ]) {
    stage.play({ steps: [LISTED, { result: { ...SIGNED, signatures } }] });
    await stage.call(page, "sign");
    assert.deepEqual(await stage.outcome(page), { code: "host-failed" });
  }
  const window = await stage.window();
  await window.close();
  await stage.idle();
});

test("what cannot be signed is refused in words before the host hears of it", async () => {
  stage.play({});
  const [one = { name: "", mediaType: "", content: "" }] = SIGN_REQUEST.documents;
  const huge = "A".repeat(15_379_120);
  for (const [documents, sentence, output] of /** @type {[unknown, RegExp, unknown?][]} */ ([
    [[], /1 to 20 documents/],
    [Array(21).fill(one), /1 to 20 documents/],
    [[one], /`output` must be/, "pdf"],
    [[one, { ...one, name: "" }], /Document 2: `name`/],
    [[{ ...one, name: "a\nb" }], /Document 1: `name`/],
    [[{ ...one, mediaType: "text" }], /`mediaType`/],
    [[{ ...one, content: "=A==" }], /`content` must be base64/],
    [[{ ...one, content: undefined }], /either `content` or `digest`/],
    [[{ ...one, digest: "AAAA" }], /either `content` or `digest`/],
    [[{ name: "a", digest: "AAAA", algorithm: "SHA-256" }], /base64 of 32 bytes/],
  ])) {
    await stage.call(page, "sign", { documents, output });
    assert.deepEqual(await stage.outcome(page), { code: "invalid-request" });
    assert.match(await page.run("message"), sentence);
  }
  const tooMuch = `openjpki.sign({ documents: [{ ...${JSON.stringify(one)}, content: "A".repeat(${huge.length}) }] })`;
  const refused = await page.run(`${tooMuch}.catch(({ code, message }) => [code, message])`, { click: true });
  assert.deepEqual([refused[0], /11 MiB/.test(refused[1])], ["invalid-request", true]);
  assert.equal(stage.received().length, 0);
  assert.equal((await stage.chromium.targets("ceremony.html")).length, 0);
});

test("a refusal of the host's is told in its words", async () => {
  const error = {
    code: -32000,
    message: "the content begins as a statement",
    data: { code: "invalid-request" },
  };
  stage.play({ steps: [{ error }] });
  await stage.call(page, "sign");
  assert.deepEqual(await stage.outcome(page), { code: "invalid-request" });
  assert.equal(await page.run("message"), error.message);
  const window = await stage.window();
  await window.close();
  await stage.idle();
});
