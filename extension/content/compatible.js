// @ts-check

/**
 * Carries what a page says in a language of other programs: Web eID's messages, and the events of the immigration registration
 * page. The worker stays silent unless the person switched that on for this site; then this script is as if it were not there.
 */
(() => {
  if (window !== window.top || window.origin === "null") return;

  const installed = /** @type {{ openjpkiCompatible?: () => boolean }} */ (globalThis);
  if (installed.openjpkiCompatible?.()) return;
  const alive = () => chrome.runtime?.id !== undefined;
  installed.openjpkiCompatible = alive;

  /** Such pages follow one request up with another, without a click in between: so long (ms) after the first ended well. */
  const FOLLOW_UP = 60_000;

  /** Characters of the longest message; a certificate and a hash are far shorter. */
  const LONGEST = 16_384;

  let followUpUntil = 0;
  /** @type {Set<chrome.runtime.Port>} What the registration page asked for and still waits for. */
  const waiting = new Set();

  window.addEventListener("message", ({ source, origin, data }) => {
    if (source !== window || origin !== window.origin || typeof data?.action !== "string") return;
    if (!/^web-eid:[a-z]+(-[a-z]+)*$/.test(data.action) || /-(ack|success|failure)$/.test(data.action))
      return;
    carry("web-eid", data, (answer) => window.postMessage(answer, window.origin));
  });

  document.addEventListener("launchJPKIApp", (event) => {
    const said = event instanceof CustomEvent ? event.detail : undefined;
    if (typeof said !== "string") return;
    if (/"mode"\s*:\s*"05"/.test(said)) hangUp(); // the page closes what it began
    carry("official-client", said, (answer) => {
      document.dispatchEvent(new CustomEvent("recvJPKIMsg", { detail: JSON.stringify(answer) }));
    });
  });

  /**
   * @param {"web-eid" | "official-client"} name
   * @param {unknown} said
   * @param {(answer: object) => void} tell
   */
  function carry(name, said, tell) {
    if (!alive() || (JSON.stringify(said) ?? "").length > LONGEST) return;
    const isAction =
      name === "official-client" || /** @type {{ action: string }} */ (said).action !== "web-eid:status";
    const clicked = navigator.userActivation.isActive;
    const activated = clicked || Date.now() < followUpUntil;
    if (isAction) followUpUntil = 0;
    connect(name, { said, activated }, ({ say, goesOn }) => {
      if (goesOn && clicked) followUpUntil = Date.now() + FOLLOW_UP;
      tell(say);
    });
  }

  /**
   * As `bridge.js` does it: a worker that is just being stopped never says that it is ready, and the next one is asked.
   *
   * @param {"web-eid" | "official-client"} name
   * @param {object} message
   * @param {(answer: { say: object, goesOn?: true }) => void} receive
   * @param {number} [attempts] - how often it may be tried.
   */
  function connect(name, message, receive, attempts = 5) {
    const port = chrome.runtime.connect({ name });
    let asked = false;
    if (name === "official-client") waiting.add(port);
    port.onMessage.addListener((answer) => {
      if (!("ready" in answer)) return receive(answer);
      asked = true;
      port.postMessage(message);
    });
    port.onDisconnect.addListener(() => {
      waiting.delete(port);
      if (!asked && attempts > 1 && alive()) connect(name, message, receive, attempts - 1);
    });
  }

  /** The worker sees the ports close, and ends what it did for them. */
  function hangUp() {
    for (const port of waiting) port.disconnect();
    waiting.clear();
  }
})();
