// @ts-check
import { browser } from "./browser.js";
import { isCode, Refusal } from "./codes.js";
import { deferred } from "./deferred.js";
import { documentNews } from "./told-documents.js";

/** Name under which the browser finds the host. */
export const HOST_NAME = "org.openjpki.host";

/** The version of the wire that this extension speaks. */
export const PROTOCOL = 1;

/** The host says hello first; one that is silent this long (ms) has failed. */
export const HELLO_TIMEOUT = 5_000;

/**
 * @typedef {object} Progress what the host tells while it works.
 * @property {Stage} stage
 * @property {string} [reason] - a detailed code: why the person is waiting.
 * @property {import("./codes.js").Key} [key]
 * @property {number} [remaining] - tries left.
 * @property {"current" | "new" | "repeat"} [entry] - what is typed while a PIN is changed.
 * @property {import("./told-documents.js").ToldDocument[]} [documents] - what is to be signed.
 * @property {[number, number]} [place] - which document is signed, of how many.
 */

/** @typedef {"waiting-for-reader" | "waiting-for-card" | "reading" | "waiting-for-pin" | "signing" | "changing"} Stage */

/**
 * @typedef {object} Listener
 * @property {(progress: Progress) => void} progress
 * @property {(candidates: Candidate[], answer: (candidate: number) => void) => void} chooseCard
 */

/** @typedef {{ reader: string, placed: boolean }} Candidate a card to choose: its reader, and whether it was just placed */

/**
 * One connection to the host: its own process, hello first, then one request at a time.
 *
 * The host is not trusted with shapes: what does not look like the protocol ends the connection as `host-failed`.
 */
export class HostConnection {
  /** @type {chrome.runtime.Port} */
  #port;
  /** @type {import("./deferred.js").Deferred<{ version: string }>} */
  #hello = deferred();
  /** @type {{ id: number, listener: Listener, answer: import("./deferred.js").Deferred<unknown> } | null} */
  #request = null;
  #requests = 0;
  #closed = false;
  #helloTimer;

  /** @param {chrome.runtime.Port} [port] - the native port; a new one by default. */
  constructor(port = browser.runtime.connectNative(HOST_NAME)) {
    this.#port = port;
    this.#hello.promise.catch(() => {}); // a connection closed before anyone asked for hello is no unhandled error
    this.#helloTimer = setTimeout(() => this.#fail("host-failed"), HELLO_TIMEOUT);
    port.onMessage.addListener((message) => this.#receive(message));
    port.onDisconnect.addListener((closed) => this.#fail(disconnectCode(closed)));
  }

  /**
   * @returns {Promise<{ version: string }>} the host's hello.
   * @throws {Refusal} `host-missing`, `host-failed`, `host-outdated`.
   */
  get hello() {
    return this.#hello.promise;
  }

  /**
   * Sends a request and waits, as long as a person needs, for its answer.
   *
   * @param {string} method
   * @param {object} params
   * @param {Listener} listener
   * @returns {Promise<unknown>} the result as the host sent it.
   * @throws {Refusal} the host's error, or `host-failed` when the connection ends first.
   */
  request(method, params, listener) {
    if (this.#closed) return Promise.reject(new Refusal("host-failed"));
    if (this.#request) return Promise.reject(new Refusal("busy"));
    const id = ++this.#requests;
    this.#request = { id, listener, answer: deferred() };
    const { promise } = this.#request.answer;
    this.#send({ id, method, params });
    return promise;
  }

  /** Asks the host to end the running request; its answer still comes, as `user-cancelled`. */
  cancel() {
    if (this.#request) this.#send({ method: "cancel", params: { id: this.#request.id } });
  }

  /** Asks the host to bring the window that it has open for the running request to the front. */
  showWindow() {
    if (this.#request) this.#send({ method: "show-window", params: { id: this.#request.id } });
  }

  /** Closes the host's stdin; the browser ends a host that lingers. */
  close() {
    this.#fail("host-failed");
  }

  /** @param {object} message */
  #send(message) {
    if (this.#closed) return;
    try {
      this.#port.postMessage({ jsonrpc: "2.0", ...message });
    } catch {
      this.#fail("host-failed"); // the port closed, and its onDisconnect is still to come
    }
  }

  /** @param {unknown} message */
  #receive(message) {
    if (this.#closed) return;
    if (!isRecord(message) || message.jsonrpc !== "2.0") return this.#fail("host-failed");
    if (message.method === "hello") return this.#receiveHello(message.params);
    if (message.method === "progress") return this.#receiveProgress(message.params);
    if (message.method === "choose-card") return this.#receiveChoice(message.id, message.params);
    if (message.id === this.#request?.id) return this.#receiveAnswer(message);
    if (message.error !== undefined) this.#fail("host-failed"); // an error for no request of ours: the host misread us
  }

  /** @param {unknown} params */
  #receiveHello(params) {
    if (!isRecord(params) || !isVersion(params.version)) return this.#fail("host-failed");
    if (params.protocol !== PROTOCOL) return this.#fail("host-outdated");
    clearTimeout(this.#helloTimer);
    this.#hello.resolve({ version: params.version });
  }

  /** @param {unknown} params */
  #receiveProgress(params) {
    if (!isRecord(params) || !this.#request || params.id !== this.#request.id) return;
    if (!isStage(params.stage)) return;
    const detail = isRecord(params.detail) ? params.detail : {};
    this.#request.listener.progress({ stage: params.stage, ...guidance(detail), ...documentNews(detail) });
  }

  /**
   * @param {unknown} id
   * @param {unknown} params
   */
  #receiveChoice(id, params) {
    if (!isRecord(params) || !this.#request || params.id !== this.#request.id) return;
    if (typeof id !== "string" && typeof id !== "number") return this.#fail("host-failed");
    const candidates = Array.isArray(params.candidates) ? params.candidates.map(parseCandidate) : [];
    if (candidates.length === 0 || candidates.length > MOST_READERS) return this.#fail("host-failed");
    this.#request.listener.chooseCard(candidates, (candidate) => this.#send({ id, result: { candidate } }));
  }

  /** @param {Record<string, unknown>} message */
  #receiveAnswer(message) {
    const { error } = message;
    const answer = this.#request?.answer;
    this.#request = null;
    if (error === undefined) answer?.resolve(message.result);
    else answer?.reject(hostRefusal(error));
  }

  /** @param {string} code - how the connection ended; only the first counts. */
  #fail(code) {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#helloTimer);
    this.#port.disconnect();
    this.#hello.reject(new Refusal(code));
    this.#request?.answer.reject(new Refusal(code));
    this.#request = null;
  }
}

/**
 * Starts the host, waits for its hello and lets it go again.
 *
 * @returns {Promise<string>} the host's version.
 * @throws {Refusal} `host-missing`, `host-failed`, `host-outdated`.
 */
export async function hostVersion() {
  const host = new HostConnection();
  try {
    return (await host.hello).version;
  } finally {
    host.close();
  }
}

/** More readers than any desk has; a longer list is not a question for a person. */
const MOST_READERS = 16;

const STAGES = [
  "waiting-for-reader",
  "waiting-for-card",
  "reading",
  "waiting-for-pin",
  "signing",
  "changing",
];

/**
 * @param {chrome.runtime.Port} port
 * @returns {"host-missing" | "host-failed"}
 */
function disconnectCode(port) {
  const { error } = /** @type {{ error?: { message?: string } }} */ (/** @type {unknown} */ (port)); // Firefox
  const message = browser.runtime.lastError?.message ?? error?.message ?? "";
  return /host not found|no such native application/i.test(message) ? "host-missing" : "host-failed";
}

/**
 * @param {unknown} error - JSON-RPC error object.
 * @returns {Refusal}
 */
function hostRefusal(error) {
  if (!isRecord(error)) return new Refusal("host-failed");
  if (error.code === -32601) return new Refusal("unsupported");
  const detail = isRecord(error.data) ? error.data : {};
  const code = typeof detail.code === "string" && isCode(detail.code) ? detail.code : "internal";
  const sentence = code === "invalid-request" ? String(error.message).slice(0, 300) : undefined;
  return new Refusal(code, { ...guidance(detail), ...(sentence && { sentence }) });
}

/**
 * @param {unknown} candidate
 * @returns {Candidate} with a name no longer than a person reads.
 */
function parseCandidate(candidate) {
  const { reader = "", placed } = isRecord(candidate) ? candidate : {};
  return { reader: String(reader).slice(0, 128), placed: placed === "just-now" };
}

/**
 * @param {Record<string, unknown>} detail
 * @returns {{ reason?: string, key?: import("./codes.js").Key, remaining?: number, entry?: "current" | "new" | "repeat",
 *   valid?: "old" | "new" | "unknown" }} the known keys with known values.
 */
function guidance({ reason, key, remaining, entry, valid }) {
  return {
    ...((entry === "current" || entry === "new" || entry === "repeat") && { entry }),
    ...((valid === "old" || valid === "new" || valid === "unknown") && { valid }),
    ...(typeof reason === "string" && isCode(reason) && { reason }),
    ...((key === "user-authentication" || key === "digital-signature") && { key }),
    ...(typeof remaining === "number" && remaining >= 0 && remaining < 16 && { remaining }),
  };
}

/**
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isRecord(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @returns {value is string}
 */
function isVersion(value) {
  return typeof value === "string" && /^[0-9A-Za-z.+-]{1,40}$/.test(value);
}

/**
 * @param {unknown} value
 * @returns {value is Stage}
 */
function isStage(value) {
  return typeof value === "string" && STAGES.includes(value);
}
