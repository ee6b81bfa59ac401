// @ts-check
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { Chromium, EXTENSION, EXTENSION_ID, temporaryFolder, until } from "./chromium.mjs";

/** A nonce of the right shape. */
export const NONCE = "mC1Vq0n6Zb8T4y2Jx5uHk9sLr3WgEo7DfPaQiYtUwXs";

const SIGNATURE = Buffer.alloc(256, 7).toString("base64");
const CERTIFICATE = Buffer.alloc(1500, 8).toString("base64");

/** Evidence of the right shape; nobody verifies it here. */
export const AUTHENTICATED = {
  format: "openjpki-authenticate/1",
  algorithm: "RS256",
  authenticationCertificate: CERTIFICATE,
  authenticationSignature: SIGNATURE,
};

export const REGISTERED = {
  format: "openjpki-register/1",
  algorithm: "RS256",
  signatureCertificate: CERTIFICATE,
  signature: SIGNATURE,
  authenticationCertificate: CERTIFICATE,
  authenticationSignature: SIGNATURE,
};

/** What a site wants signed: words, words that would run backwards, a PDF. */
export const SIGN_REQUEST = {
  documents: [
    { name: "contract.txt", mediaType: "text/plain", content: base64("I owe you <b>nothing</b>.\r\n") },
    { name: "amount.json", mediaType: "application/json", content: base64('{ "yen": "\u202e0001" }') },
    { name: "lease.pdf", mediaType: "application/pdf", content: base64("%PDF-1.7") },
  ],
};

const DIGEST = Buffer.alloc(32, 9).toString("base64");

/** What the host tells of them, and its result. */
export const TOLD = SIGN_REQUEST.documents.map(({ name, mediaType, content }) => ({
  name,
  mediaType,
  size: Buffer.from(content, "base64").length,
  digest: DIGEST,
  ...(name === "lease.pdf" && { pages: 12, title: "Lease of a house" }),
}));

export const SIGNED = {
  format: "openjpki-sign/1",
  certificate: CERTIFICATE,
  signatures: TOLD.map(({ name }) => ({ name, digest: DIGEST, output: "cms", signature: CERTIFICATE })),
};

/**
 * @param {string} text
 * @returns {string}
 */
function base64(text) {
  return Buffer.from(text).toString("base64");
}

/** What tests need around the browser: a site on loopback, a scripted host, the windows that open. */
export class Stage {
  #server = createServer((request, response) => {
    const script = request.url === "/openjpki.js";
    response.setHeader("content-type", script ? "text/javascript" : "text/html; charset=utf-8");
    response.end(script ? readFileSync(join(EXTENSION, "page/openjpki.js")) : PAGE);
  });
  #hosts;
  #plays = 0;

  /** @param {{ lang?: string, extension?: string, command?: string[] }} [options] */
  constructor(options = {}) {
    const profile = temporaryFolder();
    this.#hosts = join(profile, "NativeMessagingHosts");
    mkdirSync(this.#hosts, { recursive: true });
    this.installHost();
    this.chromium = new Chromium({ ...options, profile });
  }

  /** @returns {Promise<string>} the site's origin. */
  async listen() {
    if (!this.#server.listening)
      await new Promise((done) => this.#server.listen(0, "127.0.0.1", () => done(0)));
    const address = /** @type {import("node:net").AddressInfo} */ (this.#server.address());
    return `http://localhost:${address.port}`;
  }

  /** @returns {Promise<import("./chromium.mjs").Page>} a tab of the site, with `openjpki` as a global. */
  async page() {
    const origin = await this.listen();
    await this.chromium.target(`${EXTENSION_ID}/worker`); // the extension is there before the page
    const page = await this.chromium.open(`${origin}/`);
    await page.until("globalThis.openjpki !== undefined");
    return page;
  }

  /**
   * A tab that shows the same page as if it came from anywhere: the browser's request is answered here.
   *
   * @param {string} url
   * @returns {Promise<import("./chromium.mjs").Page>}
   */
  async pageAt(url) {
    await this.chromium.target(`${EXTENSION_ID}/worker`);
    const page = await this.chromium.open("data:text/html,");
    await page.send("Fetch.enable", { patterns: [{ urlPattern: "https://*" }] });
    this.chromium.onEvent(({ method, sessionId, params }) => {
      if (method !== "Fetch.requestPaused" || sessionId !== page.sessionId) return;
      const script = params.request.url.endsWith("/openjpki.js");
      const body = script ? readFileSync(join(EXTENSION, "page/openjpki.js")) : Buffer.from(PAGE);
      const responseHeaders = [{ name: "content-type", value: script ? "text/javascript" : "text/html" }];
      const answer = { requestId: params.requestId, responseCode: 200, responseHeaders };
      page.send("Fetch.fulfillRequest", { ...answer, body: body.toString("base64") });
    });
    await page.go(url);
    await page.until("globalThis.openjpki !== undefined");
    return page;
  }

  /**
   * Opens the toolbar popup as a click on the button does, over a tab.
   *
   * @param {import("./chromium.mjs").Page} page
   * @returns {Promise<import("./chromium.mjs").Page>}
   */
  async popup(page) {
    await this.chromium.send("Target.activateTarget", { targetId: page.targetId });
    const { targetInfos } = await this.chromium.send("Target.getTargets", { filter: [{ type: "tab" }] });
    const url = await page.run("location.href");
    const tab = targetInfos.find((/** @type {any} */ target) => target.url === url);
    await this.chromium.send("Extensions.triggerAction", { id: EXTENSION_ID, targetId: tab.targetId });
    const popup = await this.chromium.target("popup.html");
    await popup.until(`document.getElementById("site")?.hidden === false`);
    return popup;
  }

  /**
   * Starts a call from a click and leaves its outcome in `globalThis.outcome`.
   *
   * @param {import("./chromium.mjs").Page} page
   * @param {"authenticate" | "register" | "sign"} [method]
   * @param {object} [params] - what the page asks; for `sign` three documents, if nothing is said.
   */
  async call(page, method = "authenticate", params = method === "sign" ? SIGN_REQUEST : { nonce: NONCE }) {
    await page.run(
      `globalThis.outcome = null; globalThis.stages = []; globalThis.abort = new AbortController();
       openjpki.${method}({ ...${JSON.stringify(params)}, origin: "https://evil.example" },
         { lang: "fr", signal: abort.signal, onProgress: (stage) => stages.push(stage) })
       .then((result) => (globalThis.outcome = { result }),
         ({ code, message }) => { globalThis.outcome = { code }; globalThis.message = message; }); 0`,
      { click: true },
    );
  }

  /**
   * @param {import("./chromium.mjs").Page} page
   * @returns {Promise<any>} `{ result }` or `{ code }`.
   */
  outcome(page) {
    return page.until("globalThis.outcome");
  }

  /** @returns {Promise<import("./chromium.mjs").Page>} the ceremony window. */
  async window() {
    const window = await this.chromium.target("ceremony.html");
    await window.until("document.body?.dataset.step");
    return window;
  }

  /**
   * Calls from the page with a host that brings the ceremony window into a state.
   *
   * @param {import("./chromium.mjs").Page} page
   * @param {import("./states.mjs").State} state
   * @returns {Promise<import("./chromium.mjs").Page>} the window, showing it.
   */
  async bringAbout(page, { method, steps, step, silent, missing, protocol = 1 }) {
    this.installHost();
    if (missing) this.removeHost();
    this.play({ hello: silent ? null : { version: "1.0.0", protocol }, steps });
    await this.call(page, method);
    const window = await this.window();
    await window.until(`document.body.dataset.step === "${step}"`);
    return window;
  }

  /** Waits until no ceremony window is open. */
  async idle() {
    await until(
      async () => (await this.chromium.targets("ceremony.html")).length === 0,
      "the window to close",
    );
  }

  /** @param {import("./scripted-host.mjs").Script} script */
  play(script) {
    this.#plays += 1; // a host of the play before may still write to its own log
    replace(join(this.#hosts, "script.json"), JSON.stringify({ ...script, log: this.#log }));
  }

  /** @param {string} gate - the `gate` step that the host may pass now. */
  openGate(gate) {
    writeFileSync(`${this.#log}.${gate}`, "");
  }

  /** @returns {any[]} what the host has received since `play`. */
  received() {
    if (!existsSync(this.#log)) return [];
    const lines = readFileSync(this.#log, "utf8").split("\n").filter(Boolean);
    return lines.map((line) => JSON.parse(line));
  }

  /** @returns {string} the file for what the host receives. */
  get #log() {
    return join(this.#hosts, `received-${this.#plays}.jsonl`);
  }

  /** @param {{ allowed?: string }} [options] - the extension that the manifest allows. */
  installHost({ allowed = EXTENSION_ID } = {}) {
    const program = join(this.#hosts, "scripted-host");
    const script = join(import.meta.dirname, "scripted-host.mjs");
    replace(program, `#!/bin/sh\nexec "${process.execPath}" "${script}" "${this.#hosts}"\n`, 0o755);
    const manifest = {
      name: "org.openjpki.host",
      description: "scripted",
      path: program,
      type: "stdio",
      allowed_origins: [`chrome-extension://${allowed}/`],
    };
    replace(join(this.#hosts, "org.openjpki.host.json"), JSON.stringify(manifest));
    this.play({});
  }

  removeHost() {
    rmSync(join(this.#hosts, "org.openjpki.host.json"));
  }

  /** @param {string} lang - what the person chooses in the popup. */
  async speak(lang) {
    const worker = await this.chromium.target(`${EXTENSION_ID}/worker`);
    await worker.until(`chrome.storage.local.set({ language: ${JSON.stringify(lang)} }).then(() => true)`);
  }

  /** Forgets what was cancelled before, so that one test does not slow the next. */
  async forgetCancels() {
    const worker = await this.chromium.target(`${EXTENSION_ID}/worker`);
    await worker.until("chrome.storage.session.clear().then(() => true)"); // a worker that just starts has no `chrome`
  }

  async close() {
    await this.chromium.close();
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>site</title>
<script type="module">globalThis.openjpki = await import("/openjpki.js");</script>`;

/**
 * Puts a file in place of one that a host of the test before may just be reading, or that the browser may just be starting.
 *
 * @param {string} file
 * @param {string} text
 * @param {number} [mode]
 */
function replace(file, text, mode) {
  writeFileSync(`${file}.new`, text, { mode });
  renameSync(`${file}.new`, file);
}
