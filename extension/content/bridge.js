// @ts-check

/**
 * Carries a page's calls to the worker and the answers back. The page is a stranger: this script passes on messages
 * of its own window and origin only, and the worker decides.
 *
 * Page to bridge:  `{ openjpki: 1, id, method, params }`; `{ openjpki: 1, id, method: "cancel" }` ends a call.
 * Bridge to page:  `{ openjpki: 1, id, accepted: true }` at once, `{ .., progress }`, then one `{ .., result | error }`.
 */
(() => {
  // A sandboxed page has an opaque origin; the top frame of a site has not.
  if (window !== window.top || window.origin === "null") return;

  // Injected again (a grant for a page that is already open), the first one stays if its extension still lives.
  const installed = /** @type {{ openjpkiBridge?: () => boolean }} */ (globalThis);
  if (installed.openjpkiBridge?.()) return;
  const alive = () => chrome.runtime?.id !== undefined;
  installed.openjpkiBridge = alive;

  /** How often a call is made until a worker takes it. */
  const ATTEMPTS = 5;

  /** @type {Map<string, chrome.runtime.Port>} The open calls. */
  const calls = new Map();

  window.addEventListener("message", receive);
  window.addEventListener("pagehide", () => {
    for (const id of [...calls.keys()]) hangUp(id);
  });

  /** @param {MessageEvent<unknown>} event */
  function receive({ source, origin, data }) {
    if (source !== window || origin !== window.origin || !isCall(data)) return;
    if (!alive()) return window.removeEventListener("message", receive); // an updated extension brings its own bridge
    const { id, method, params } = data;
    if (method === "cancel") return hangUp(id);
    if (calls.has(id)) return;
    answer(id, { accepted: true });
    if (!window.isSecureContext) return refuse(id, "insecure-context", "OpenJPKI needs https.");
    if (method !== "status" && !navigator.userActivation.isActive) {
      return refuse(id, "activation-required", "Call this from a click or a key press.");
    }
    call(id, { method, params });
  }

  /**
   * Connects to the worker and asks once it says that it is there. A worker that is just being stopped never says so, or
   * its end is told for a port that already leads to the next worker; so the call is made again, and nothing runs twice.
   *
   * @param {string} id
   * @param {{ method: string, params: unknown }} request
   * @param {number} [attempts] - how often it may be tried.
   */
  function call(id, request, attempts = ATTEMPTS) {
    const port = chrome.runtime.connect({ name: "page" });
    let asked = false;
    calls.set(id, port);
    port.onMessage.addListener((message) => {
      if (calls.get(id) !== port) return;
      if ("ready" in message) {
        asked = true;
        return port.postMessage(request);
      }
      answer(id, message);
      if (!("progress" in message)) hangUp(id);
    });
    port.onDisconnect.addListener(() => {
      if (calls.get(id) !== port) return;
      if (!asked && attempts > 1 && alive()) return call(id, request, attempts - 1);
      calls.delete(id);
      refuse(id, "internal", "The extension stopped. Load the page again.");
    });
  }

  /** @param {string} id - of a call that is over; the worker sees the port close. */
  function hangUp(id) {
    const port = calls.get(id);
    calls.delete(id);
    port?.disconnect();
  }

  /**
   * @param {string} id
   * @param {object} message
   */
  function answer(id, message) {
    window.postMessage({ openjpki: 1, id, ...message }, window.origin);
  }

  /**
   * @param {string} id
   * @param {string} code
   * @param {string} message
   */
  function refuse(id, code, message) {
    answer(id, { error: { code, message } });
  }

  /**
   * @param {unknown} value
   * @returns {value is { id: string, method: string, params: unknown }}
   */
  function isCall(value) {
    if (typeof value !== "object" || value === null) return false;
    const { openjpki, id, method } = /** @type {Record<string, unknown>} */ (value);
    return openjpki === 1 && typeof id === "string" && id.length <= 64 && typeof method === "string";
  }
})();
