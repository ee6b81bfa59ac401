// @ts-check
import { Refusal } from "./codes.js";
import { HostConnection } from "./host-connection.js";

/** A task ends after this many ms, whatever happens. */
const LONGEST = 600_000;

/** After a cancel the host has this many ms to leave the card clean before its connection is closed. */
const RELEASE_TIMEOUT = 3_000;

/**
 * @typedef {object} TaskView how far a task is; each replaces the one before.
 * @property {"starting" | import("./host-connection.js").Stage | "choosing" | "done" | "failed"} step
 * @property {string} [reason] - a code, why the person is waiting (in a stage) or why it ended (`failed`).
 * @property {import("./codes.js").Key} [key]
 * @property {number} [remaining] - tries left.
 * @property {"current" | "new" | "repeat"} [entry] - what is typed while a PIN is changed.
 * @property {"old" | "new" | "unknown"} [valid] - which PIN counts when the card left while it was changed.
 * @property {import("./host-connection.js").Candidate[]} [candidates] - cards to choose from (`choosing`).
 */

/**
 * One request of an extension page of ours to the host, with a connection of its own: the person asks here, no site does.
 * Leaving the page ends the connection, and that cancels.
 */
export class CardTask {
  #host = new HostConnection();
  #method;
  #params;
  #show;
  #asked = false;
  /** @type {string | null} Why the task was ended from this side. */
  #stopped = null;
  /** @type {((candidate: number) => void) | null} */
  #chooseCard = null;

  /**
   * @param {string} method
   * @param {object} params
   * @param {(view: TaskView) => void} show - called for each change.
   */
  constructor(method, params, show) {
    this.#method = method;
    this.#params = params;
    this.#show = show;
  }

  /**
   * @returns {Promise<unknown>} the result as the host sent it.
   * @throws {Refusal} why there is none; `user-cancelled` and `timed-out` from this side.
   */
  async run() {
    const limit = setTimeout(() => this.#stop("timed-out"), LONGEST);
    this.#show({ step: "starting" });
    try {
      await this.#host.hello;
      this.#asked = true;
      return await this.#host.request(this.#method, this.#params, {
        progress: ({ stage, ...guidance }) => {
          this.#chooseCard = null;
          this.#show({ step: stage, ...guidance });
        },
        chooseCard: (candidates, answer) => {
          this.#chooseCard = answer;
          this.#show({ step: "choosing", candidates });
        },
      });
    } catch (error) {
      throw this.#stopped === null ? Refusal.from(error) : new Refusal(this.#stopped);
    } finally {
      clearTimeout(limit);
      this.#host.close();
    }
  }

  /** The person does not go on. */
  cancel() {
    this.#stop("user-cancelled");
  }

  /** Asks for the PIN window to come to the front. */
  showWindow() {
    this.#host.showWindow();
  }

  /** @param {number} candidate - index of the card that the person chose. */
  choose(candidate) {
    this.#chooseCard?.(candidate);
    this.#chooseCard = null;
    this.#show({ step: "reading" });
  }

  /** @param {string} code */
  #stop(code) {
    this.#stopped ??= code;
    if (this.#asked) this.#host.cancel();
    setTimeout(() => this.#host.close(), this.#asked ? RELEASE_TIMEOUT : 0);
  }
}
