// @ts-check

/** @type {{ lastError?: { message: string } }} `chrome.runtime`, as far as it goes. */
const runtime = {};

/** One end of a port, for tests without a browser: `sent` is what went out, `receive` and `drop` are the other end. */
export class FakePort {
  /** @type {any[]} */
  sent = [];
  disconnected = false;
  /** @type {((message: any) => void)[]} */
  #messageListeners = [];
  /** @type {((port: any) => void)[]} */
  #disconnectListeners = [];

  onMessage = {
    addListener: (/** @type {(message: any) => void} */ listener) => this.#messageListeners.push(listener),
  };
  onDisconnect = {
    addListener: (/** @type {(port: any) => void} */ listener) => this.#disconnectListeners.push(listener),
  };
  sender = undefined;

  /** @param {any} message */
  postMessage(message) {
    if (this.disconnected) throw new Error("Attempting to use a disconnected port object");
    this.sent.push(message);
  }

  disconnect() {
    this.disconnected = true;
  }

  /** @param {any} message */
  receive(message) {
    this.#messageListeners.forEach((listener) => listener(message));
  }

  /** @param {string} [error] - what the browser says in `runtime.lastError`. */
  drop(error) {
    this.disconnected = true;
    runtime.lastError = error === undefined ? undefined : { message: error };
    this.#disconnectListeners.forEach((listener) => listener(this));
    runtime.lastError = undefined;
  }

  /** @returns {chrome.runtime.Port} itself, for what takes a real one. */
  get port() {
    return /** @type {any} */ (this);
  }
}

/** What modules touch of the extension API when there is no browser. */
export function installFakeChrome() {
  /** @type {Record<string, any>} */
  const session = {};
  const area = {
    get: async (/** @type {string} */ key) => ({ [key]: structuredClone(session[key]) }),
    set: async (/** @type {object} */ values) => void Object.assign(session, structuredClone(values)),
  };
  Object.assign(globalThis, { chrome: { runtime, storage: { session: area } } });
}
