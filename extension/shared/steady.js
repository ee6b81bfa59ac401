// @ts-check

/** The drawing, the words and the tries of a state stay at least this long (ms); what is shorter is not shown. */
const SHORTEST = 350;

/**
 * Shows states one after another so that nothing flashes by: each stays for a third of a second, and what is overtaken in
 * that time is passed over.
 *
 * @template {{ step: string }} T
 */
export class Steady {
  #show;
  /** @type {T | null} What is on the screen. */
  #shown = null;
  /** @type {T | null} What comes next, once the present state was seen. */
  #next = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #holding;
  /** @type {(() => void)[]} */
  #waiting = [];

  /** @param {(state: T) => void} show */
  constructor(show) {
    this.#show = show;
  }

  /** @returns {T | null} the latest state, whether or not it is on the screen yet. */
  get latest() {
    return this.#next ?? this.#shown;
  }

  /** @param {T} state - replaces the one before. The first, if it is `starting`, may be over before it is shown. */
  receive(state) {
    this.#next = state;
    if (this.#shown === null && state.step === "starting") this.#hold();
    else if (this.#shown === null || this.#holding === undefined) this.#advance();
  }

  /** @returns {Promise<void>} settled when all that came was shown, and long enough. */
  settled() {
    if (this.#shown === null || this.#holding === undefined) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  /** Forgets all, and shows nothing more. */
  clear() {
    clearTimeout(this.#holding);
    this.#holding = undefined;
    this.#shown = this.#next = null;
    this.#waiting.splice(0).forEach((resolve) => resolve());
  }

  #hold() {
    this.#holding ??= setTimeout(() => this.#advance(), SHORTEST);
  }

  #advance() {
    clearTimeout(this.#holding);
    this.#holding = undefined;
    if (!this.#next) return this.#waiting.splice(0).forEach((resolve) => resolve());
    [this.#shown, this.#next] = [this.#next, null];
    this.#show(this.#shown);
    this.#hold();
  }
}
