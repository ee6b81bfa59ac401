// @ts-check
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** The program to test with; another browser of the family by environment. */
export const CHROMIUM = process.env.OPENJPKI_CHROMIUM ?? "/usr/bin/chromium";

/** The extension as it is in the tree. */
export const EXTENSION = resolve(import.meta.dirname, "../..");

/** Its id, fixed by `key` in the manifest. */
export const EXTENSION_ID = await extensionId();

/** A headless Chromium with a profile of its own, driven by CDP over a pipe. */
export class Chromium {
  #process;
  #input;
  #calls = new Map();
  #sequence = 0;
  #listeners = new Set();
  /** Folder of the profile, gone after `close`. */
  profile;

  /** @param {{ lang?: string, extension?: string, profile?: string, command?: string[] }} [options] */
  constructor({
    lang = "en",
    extension = EXTENSION,
    profile = temporaryFolder(),
    command = [CHROMIUM],
  } = {}) {
    const [program = CHROMIUM, ...before] = command;
    this.profile = profile;
    this.#process = spawn(
      program,
      [
        "--headless=new --no-sandbox --disable-gpu --no-first-run --disable-quic --disable-sync",
        "--disable-background-networking --disable-component-update --remote-debugging-pipe",
        "--enable-unsafe-extension-debugging --screen-info={1366x768}",
      ]
        .flatMap((flags) => flags.split(" "))
        .toSpliced(0, 0, ...before)
        .concat(
          `--user-data-dir=${profile}`,
          `--load-extension=${extension}`,
          `--lang=${lang}`,
          "about:blank",
        ),
      {
        stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
        env: { ...process.env, LANGUAGE: lang, TMPDIR: profile }, // what it leaves goes with the profile
        detached: true, // a group of its own, so that nothing of it survives `close`
      },
    );
    const [, , , input, output] = this.#process.stdio;
    this.#input = /** @type {import("node:stream").Writable} */ (input);
    let rest = "";
    const text = /** @type {import("node:stream").Readable} */ (output).setEncoding("utf8");
    text.on("data", (chunk) => {
      const messages = (rest + chunk).split("\0");
      rest = messages.pop() ?? "";
      for (const message of messages) this.#receive(JSON.parse(message));
    });
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @param {string} [sessionId]
   * @returns {Promise<any>}
   */
  send(method, params = {}, sessionId) {
    const id = ++this.#sequence;
    this.#input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    return new Promise((resolve, reject) => this.#calls.set(id, { method, sessionId, resolve, reject }));
  }

  /**
   * @param {(event: any) => void} listener
   */
  onEvent(listener) {
    this.#listeners.add(listener);
  }

  /**
   * Waits for a target (page, worker) whose URL contains `part`, and attaches to it.
   *
   * @param {string} part
   * @param {Set<string>} [known] - ids of targets to pass over.
   * @returns {Promise<Page>}
   */
  async target(part, known = new Set()) {
    const found = await until(async () => {
      const { targetInfos } = await this.send("Target.getTargets");
      return targetInfos.find(
        (/** @type {any} */ info) => info.url.includes(part) && !known.has(info.targetId),
      );
    }, `a target ${part}`);
    return this.#attach(found.targetId);
  }

  /**
   * @param {string} part
   * @returns {Promise<string[]>} the ids of the open targets whose URL contains `part`.
   */
  async targets(part) {
    const { targetInfos } = await this.send("Target.getTargets");
    return targetInfos
      .filter((/** @type {any} */ i) => i.url.includes(part))
      .map((/** @type {any} */ i) => i.targetId);
  }

  /**
   * @param {string} url
   * @returns {Promise<Page>} a new tab that has loaded.
   */
  async open(url) {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const page = await this.#attach(targetId);
    await page.go(url);
    return page;
  }

  async close() {
    const ended = new Promise((resolve) => this.#process.once("exit", resolve));
    this.send("Browser.close").catch(() => {});
    const late = setTimeout(() => process.kill(-(this.#process.pid ?? 0), "SIGKILL"), 3_000);
    await ended;
    clearTimeout(late);
    for (const { reject } of this.#calls.values()) reject(new Error("the browser is closed"));
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }

  /**
   * @param {string} targetId
   * @returns {Promise<Page>}
   */
  async #attach(targetId) {
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    return new Page(this, targetId, sessionId);
  }

  /** @param {string} gone - a session whose target closed: it leaves calls without an answer. */
  #abandon(gone) {
    for (const { sessionId, reject } of this.#calls.values()) {
      if (sessionId === gone) reject(new Error("the target is closed"));
    }
  }

  /** @param {any} message */
  #receive(message) {
    if (message.method === "Target.detachedFromTarget") this.#abandon(message.params.sessionId);
    const call = this.#calls.get(message.id);
    if (!call) return this.#listeners.forEach((listener) => listener(message));
    this.#calls.delete(message.id);
    if (message.error) call.reject(new Error(`${call.method}: ${message.error.message}`));
    else call.resolve(message.result);
  }
}

/** One attached target. */
export class Page {
  /**
   * @param {Chromium} browser
   * @param {string} targetId
   * @param {string} sessionId
   */
  constructor(browser, targetId, sessionId) {
    this.browser = browser;
    this.targetId = targetId;
    this.sessionId = sessionId;
  }

  /**
   * @param {string} method
   * @param {object} [params]
   * @returns {Promise<any>}
   */
  send(method, params) {
    return this.browser.send(method, params, this.sessionId);
  }

  /** @param {string} url */
  async go(url) {
    await this.send("Page.navigate", { url });
    await until(() => this.run(`location.href !== "about:blank" && document.readyState === "complete"`), url);
  }

  /**
   * @param {string} script - its value, awaited, must be JSON.
   * @param {{ click?: boolean }} [how] - `click`: with user activation.
   * @returns {Promise<any>}
   */
  async run(script, { click = false } = {}) {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression: script,
      awaitPromise: true,
      returnByValue: true,
      userGesture: click,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /**
   * @param {string} condition - a script.
   * @returns {Promise<any>} its value once it is truthy.
   */
  until(condition) {
    return until(() => this.run(condition), condition);
  }

  /** @param {"Tab" | "Enter"} key */
  async press(key) {
    const code = key === "Tab" ? 9 : 13;
    const event = { key, code: key, windowsVirtualKeyCode: code, ...(key === "Enter" && { text: "\r" }) };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /**
   * @param {{ whole?: boolean }} [how] - `whole`: also what one has to scroll to.
   * @returns {Promise<Buffer>} a PNG.
   */
  async screenshot({ whole = false } = {}) {
    const { cssContentSize } = await this.send("Page.getLayoutMetrics");
    const clip = { x: 0, y: 0, width: 1000, height: cssContentSize.height, scale: 1 };
    const all = whole ? { captureBeyondViewport: true, clip } : {};
    const { data } = await this.send("Page.captureScreenshot", { format: "png", ...all });
    return Buffer.from(data, "base64");
  }

  close() {
    return this.browser.send("Target.closeTarget", { targetId: this.targetId });
  }
}

/**
 * @template T
 * @param {() => Promise<T>} probe
 * @param {string} what - for the error.
 * @param {number} [patience] - ms.
 * @returns {Promise<T>} its first truthy value.
 */
export async function until(probe, what, patience = 30_000) {
  const end = Date.now() + patience;
  for (;;) {
    const value = await probe().catch(() => undefined);
    if (value) return value;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
}

/** @returns {string} */
export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), "openjpki-extension-"));
}

/** @returns {Promise<string>} as Chromium derives it: half the SHA-256 of the key, hex digits as letters a to p. */
async function extensionId() {
  const { readFile } = await import("node:fs/promises");
  const { createHash } = await import("node:crypto");
  const { key } = JSON.parse(await readFile(join(EXTENSION, "manifest.json"), "utf8"));
  const digest = createHash("sha256").update(Buffer.from(key, "base64")).digest("hex").slice(0, 32);
  return digest.replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 16)));
}
