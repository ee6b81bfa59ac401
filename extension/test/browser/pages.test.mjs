// @ts-check
import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { EXTENSION_ID } from "./chromium.mjs";
import { AUTHENTICATED, NONCE, Stage } from "./stage.mjs";

/** What pages may and may not do, in a real browser. */

const stage = new Stage();
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

test("status says who is there, and opens no window", async () => {
  assert.deepEqual(await page.run("openjpki.status()"), { extension: "1.0.0", granted: true, host: "9.8.7" });
  stage.removeHost();
  assert.deepEqual(await page.run("openjpki.status()"), { extension: "1.0.0", granted: true, host: null });
  assert.deepEqual(await stage.chromium.targets("ceremony.html"), []);
});

test("a government site may ask, another may not, and neither waits for the answer", async () => {
  const government = await stage.pageAt("https://portal.example.go.jp/");
  assert.equal((await government.run("openjpki.status()")).granted, true);
  const shop = await stage.pageAt("https://shop.example/");
  const began = Date.now();
  assert.deepEqual(await shop.run("openjpki.status()"), { extension: null, granted: false, host: null });
  await stage.call(shop);
  assert.deepEqual(await stage.outcome(shop), { code: "not-granted" });
  assert.ok(Date.now() - began < 4_000);
  const lookalike = await stage.pageAt("https://go.jp.example/");
  assert.equal((await lookalike.run("openjpki.status()")).extension, null);
});

test("the host learns the origin that the browser vouches for, and no key that the page added", async () => {
  const government = await stage.pageAt("https://portal.example.go.jp/deep/path?query");
  stage.play({ steps: [{ result: AUTHENTICATED }] });
  await stage.call(government); // sends `origin: "https://evil.example"` and `lang: "fr"` along
  assert.deepEqual(await stage.outcome(government), { result: AUTHENTICATED });
  const [request] = stage.received();
  assert.deepEqual(request, {
    jsonrpc: "2.0",
    id: 1,
    method: "authenticate",
    params: { origin: "https://portal.example.go.jp", nonce: NONCE, lang: "en" },
  });
  await stage.idle();
});

test("without a click there is no ceremony", async () => {
  const fresh = await stage.page();
  const code = await fresh.run(`openjpki.authenticate({ nonce: "${NONCE}" }).catch(({ code }) => code)`);
  assert.equal(code, "activation-required");
  assert.deepEqual(await stage.chromium.targets("ceremony.html"), []);
  assert.deepEqual(stage.received(), []);
});

/**
 * Asks for the status as a stranger does.
 *
 * @param {string} id
 */
const askBare = (id) =>
  `await new Promise((answered) => {
     addEventListener("message", ({ data }) => data?.id === "${id}" && data.result && answered());
     postMessage({ openjpki: 1, id: "${id}", method: "status", params: {} });
   });`;

test("a frame gets no answer, nor can it speak through the page around it", async () => {
  const heard = await page.run(
    `(async () => {
      const answers = [];
      addEventListener("message", ({ data }) => data?.accepted && answers.push(data.id));
      const call = (id) => "{ openjpki: 1, id: '" + id + "', method: 'status' }";
      for (const [index, sandbox] of [null, "allow-scripts"].entries()) {
        const frame = document.createElement("iframe");
        if (sandbox) frame.sandbox = sandbox;
        // What it says to itself after the call comes back after an answer to the call would.
        frame.srcdoc = "<script>let turns = 2; addEventListener('message', ({ data }) => {" +
          "if (data.accepted) parent.postMessage(data, '*');" +
          "if (data === 'turn') turns-- ? postMessage('turn', '*') : parent.postMessage('spoken', '*'); });" +
          "parent.postMessage(" + call("up-" + index) + ", '*'); postMessage(" + call("self-" + index) + ", '*');" +
          "postMessage('turn', '*')</" + "script>";
        const spoken = new Promise((done) => addEventListener("message", ({ source, data }) =>
          source === frame.contentWindow && data === "spoken" && done()));
        document.body.append(frame);
        await spoken;
      }
      ${askBare("top")}
      return answers;
    })()`,
  );
  assert.deepEqual(heard, ["top"]);
});

test("messages that are no calls are left alone; a script injected twice answers once", async () => {
  const fresh = await stage.page();
  const worker = await stage.chromium.target(`${EXTENSION_ID}/worker`);
  await worker.run(
    `chrome.tabs.query({ url: "http://localhost/*" }).then((tabs) => Promise.all(tabs.map(({ id }) =>
       chrome.scripting.executeScript({ target: { tabId: id }, files: ["content/bridge.js"] })))).then(() => 0)`,
  );
  const answers = await fresh.run(
    `(async () => {
      const answers = [];
      addEventListener("message", ({ data }) => data?.accepted && answers.push(data.id));
      for (const noise of [null, 7, "x", {}, { openjpki: 2, id: "a", method: "status" }, { openjpki: 1, id: 5, method: "status" },
        { openjpki: 1, id: "x".repeat(65), method: "status" }, { openjpki: 1, id: "a" }]) postMessage(noise);
      ${askBare("real")}
      return answers;
    })()`,
  );
  assert.deepEqual(answers, ["real"]);
});

test("a malformed nonce and a method that is not for pages are refused before a window opens", async () => {
  for (const nonce of ["", "short", "x".repeat(129), `${NONCE.slice(1)}!`]) {
    const call = `openjpki.register({ nonce: ${JSON.stringify(nonce)} }).catch(({ code }) => code)`;
    assert.equal(await page.run(call, { click: true }), "invalid-request");
  }
  const uncopyable = "openjpki.authenticate({ nonce: () => 0 }).catch(({ name }) => name)";
  assert.equal(
    await page.run(uncopyable, { click: true }),
    "DataCloneError",
    "rejects as every failure does",
  );
  const tomorrow = `new Promise((answer) => {
    addEventListener("message", ({ data }) => data.id === "tomorrow" && data.error && answer(data.error.code));
    postMessage({ openjpki: 1, id: "tomorrow", method: "change-pin", params: { key: "digital-signature", lang: "en" } });
  })`;
  assert.equal(await page.run(tomorrow, { click: true }), "unsupported");
  assert.deepEqual(stage.received(), []);
  assert.deepEqual(await stage.chromium.targets("ceremony.html"), []);
});

test("three cancels within a minute: the site must wait", async () => {
  for (let cancel = 0; cancel < 3; cancel += 1) {
    await stage.call(page);
    await stage.window();
    await page.run("abort.abort()");
    assert.deepEqual(await stage.outcome(page), { code: "user-cancelled" });
    await stage.idle();
  }
  await stage.call(page);
  assert.deepEqual(await stage.outcome(page), { code: "busy" });
  assert.deepEqual(await stage.chromium.targets("ceremony.html"), []);
});
