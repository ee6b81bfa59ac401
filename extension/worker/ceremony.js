// @ts-check
import { pageError, Refusal } from "../shared/codes.js";
import { deferred } from "../shared/deferred.js";
import { parseResult } from "./evidence.js";
import { preview } from "./preview.js";

/** A ceremony ends after this many ms, whatever happens. */
export const LONGEST = 600_000;

/** The window has this many ms to appear. */
export const WINDOW_TIMEOUT = 10_000;

/** After a cancel the host has this many ms to leave the card clean before its connection is closed. */
export const RELEASE_TIMEOUT = 3_000;

/**
 * @typedef {object} View all that the ceremony window shows; each message replaces the one before.
 * @property {string} origin
 * @property {import("./request.js").Method} method
 * @property {import("../shared/codes.js").Key} [asked] - whose certificate (`certificate`).
 * @property {number} [count] - how many documents (`sign`).
 * @property {import("../shared/told-documents.js").ToldDocument[]} [documents] - what is signed, as the host read it.
 * @property {[number, number]} [place] - which document is signed, of how many.
 * @property {Step} step
 * @property {string} [reason] - a code, why the person is waiting (in a stage) or why it ended (`failed`).
 * @property {import("../shared/codes.js").Key} [key]
 * @property {number} [remaining] - tries left.
 * @property {"current" | "new" | "repeat"} [entry] - what is typed while a PIN is changed.
 * @property {import("../shared/host-connection.js").Candidate[]} [candidates] - cards to choose from (`choosing`).
 */

/**
 * @typedef {"starting" | import("../shared/host-connection.js").Stage | "choosing" | "done" | "failed" | "withdrawn"} Step
 * `withdrawn`: the page took its request back or made a new one; the window closes itself.
 */

/** @typedef {{ postMessage: (message: object) => void }} PagePort what a page is told through */

/** @typedef {{ result: Record<string, unknown> } | { refusal: Refusal, withdrawn?: boolean }} Outcome */

/**
 * @typedef {object} Services what a ceremony needs of the world.
 * @property {Promise<void>} cardFree - settled when the ceremony before has let go of the card.
 * @property {() => import("../shared/host-connection.js").HostConnection} openHost
 * @property {(id: string) => Promise<unknown>} openWindow - `id` is this ceremony's, for its window to come back with.
 * @property {() => Promise<void>} countCancel
 */

/** One request of a page, from the click to the answer: page port, window and host, and exactly one outcome. */
export class Ceremony {
  /** Names this ceremony in the address of its window. */
  id = crypto.randomUUID();
  /** @type {import("./request.js").CeremonyRequest} */
  #request;
  /** @type {PagePort} */
  #page;
  /** @type {Services} */
  #services;
  /** @type {View} */
  #view;
  /** @type {chrome.runtime.Port | null} */
  #window = null;
  /** @type {import("../shared/deferred.js").Deferred<string>} The language that the window shows itself in. */
  #windowShown = deferred();
  /** @type {import("../shared/deferred.js").Deferred<Outcome>} */
  #stopped = deferred();
  /** @type {import("../shared/host-connection.js").HostConnection | null} */
  #host = null;
  #running = true;
  #counting = false;
  /** @type {import("../shared/deferred.js").Deferred<void>} */
  #concluded = deferred();
  #asked = false;
  /** @type {((candidate: number) => void) | null} */
  #chooseCard = null;
  /** What the page was told: each stage once per key, so that it cannot count wrong PINs. */
  #told = new Set();

  /**
   * @param {string} origin - as the browser vouches for it.
   * @param {import("./request.js").CeremonyRequest} request
   * @param {PagePort} page
   * @param {Services} services
   */
  constructor(origin, request, page, services) {
    this.#request = request;
    this.#page = page;
    this.#services = services;
    const { method, params } = request;
    this.#view = { origin, method, step: "starting" };
    if ("key" in params) this.#view.asked = params.key;
    if ("documents" in params) this.#view.count = params.documents.length;
  }

  /** @returns {boolean} whether the outcome is still open, or a cancel not counted yet: until then nobody may begin another. */
  get running() {
    return this.#running || this.#counting;
  }

  /** @returns {Promise<void>} settled when the page was told the outcome. */
  get concluded() {
    return this.#concluded.promise;
  }

  /** @returns {number | undefined} the browser's id of the ceremony window, while it is open. */
  get windowId() {
    return this.#window?.sender?.tab?.windowId;
  }

  /**
   * Runs to the outcome, tells page and window, and lets go of the host.
   *
   * @returns {Promise<void>} settled when the host's connection is closed and the card is free.
   */
  async run() {
    const limit = setTimeout(() => this.stop("timed-out"), Math.min(this.#request.limit ?? LONGEST, LONGEST));
    const patience = setTimeout(() => this.stop("internal"), WINDOW_TIMEOUT);
    this.#windowShown.promise.then(() => clearTimeout(patience));
    this.#services.openWindow(this.id).catch(() => this.stop("internal"));
    const asking = this.#ask().then(
      (result) => ({ result }),
      (error) => ({ refusal: Refusal.from(error) }),
    );
    const outcome = await Promise.race([asking, this.#stopped.promise]);
    this.#running = false;
    clearTimeout(limit);
    clearTimeout(patience);
    if ("refusal" in outcome && outcome.refusal.code === "user-cancelled") {
      this.#counting = true;
      await this.#services.countCancel().catch(() => {});
      this.#counting = false;
    }
    this.#conclude(outcome);
    this.#concluded.resolve();
    await this.#release(asking);
  }

  /**
   * Ends the ceremony from outside; the first outcome stands.
   *
   * @param {string} code
   * @param {{ withdrawn?: boolean }} [how] - `withdrawn` when the page is gone or took its request back.
   */
  stop(code, { withdrawn = false } = {}) {
    this.#stopped.resolve({ refusal: new Refusal(code), withdrawn });
  }

  /**
   * Takes the window's port: shows the present view, and from now on every change. Closing the window cancels.
   *
   * @param {chrome.runtime.Port} port
   */
  attachWindow(port) {
    this.#window = port;
    port.onMessage.addListener((message) => this.#receiveFromWindow(message));
    port.onDisconnect.addListener(() => {
      this.#window = null;
      this.stop("user-cancelled");
    });
    post(port, this.#view); // as it is: the ceremony may have ended before its window opened
    const { params } = this.#request;
    if ("documents" in params) post(port, { previews: params.documents.map(preview) });
  }

  /** Closes the window of an ended ceremony, to make room for the next. */
  dismissWindow() {
    this.#show({ step: "withdrawn" });
  }

  /** @returns {Promise<Record<string, unknown>>} the host's result. */
  async #ask() {
    await this.#services.cardFree;
    if (!this.#running) throw new Refusal("user-cancelled");
    this.#host = this.#services.openHost();
    const [lang] = await Promise.all([this.#windowShown.promise, this.#host.hello]);
    if (!this.#running) throw new Refusal("user-cancelled");
    const { method } = this.#request;
    this.#asked = true;
    const params = { origin: this.#view.origin, ...this.#request.params, lang };
    const result = await this.#host.request(method, params, {
      progress: (progress) => this.#progress(progress),
      chooseCard: (candidates, answer) => {
        this.#chooseCard = answer;
        this.#show({ step: "choosing", candidates });
      },
    });
    return parseResult(this.#request, result);
  }

  /** @param {import("../shared/host-connection.js").Progress} progress */
  #progress({ stage, ...guidance }) {
    if (!this.#running) return;
    this.#chooseCard = null;
    this.#show({ step: stage, ...guidance });
    const news = `${stage}/${guidance.key ?? ""}`;
    if (this.#told.has(news)) return;
    this.#told.add(news);
    post(this.#page, { progress: stage });
  }

  /** @param {unknown} message - `{ language: tag }` once it shows, `{ cancel: true }`, `{ showWindow: true }` or `{ choose: index }`. */
  #receiveFromWindow(message) {
    if (typeof message !== "object" || message === null) return;
    if ("language" in message) this.#windowShown.resolve(String(message.language));
    if ("cancel" in message) this.stop("user-cancelled");
    if ("showWindow" in message) this.#host?.showWindow();
    if (!("choose" in message) || typeof message.choose !== "number") return;
    if (!this.#chooseCard || this.#view.candidates?.[message.choose] === undefined) return;
    this.#chooseCard(message.choose);
    this.#chooseCard = null;
    this.#show({ step: "reading" });
  }

  /** @param {Outcome} outcome */
  #conclude(outcome) {
    if ("result" in outcome) {
      post(this.#page, { result: outcome.result });
      this.#show({ step: "done" });
      return;
    }
    const { code, key, remaining, sentence } = outcome.refusal;
    post(this.#page, { error: pageError(code, sentence) });
    if (outcome.withdrawn) this.#show({ step: "withdrawn" });
    else this.#show({ step: "failed", reason: code, key, remaining });
  }

  /** @param {Promise<unknown>} asking - the running request; it answers a cancel once the card is clean. */
  async #release(asking) {
    if (this.#asked) {
      this.#host?.cancel();
      await Promise.race([asking, new Promise((resolve) => setTimeout(resolve, RELEASE_TIMEOUT))]);
    }
    this.#host?.close();
  }

  /** @param {Partial<View>} change */
  #show(change) {
    const { origin, method, asked, count, documents, step } = this.#view;
    this.#view = { origin, method, asked, count, documents, step, ...change };
    if (this.#window) post(this.#window, this.#view);
  }
}

/**
 * @param {PagePort} port
 * @param {object} message
 */
function post(port, message) {
  try {
    port.postMessage(message);
  } catch {
    // The other side is gone; its onDisconnect says so as well.
  }
}
