// @ts-check
import { picture, tone } from "../ceremony/guidance.js";
import { offerCandidates } from "../shared/candidates.js";
import { Refusal } from "../shared/codes.js";
import { CardTask } from "../shared/card-task.js";
import { Steady } from "../shared/steady.js";
import { element, officialText, text, write, writeCounted } from "../shared/text.js";
import { concernsComputer, taskWordKeys } from "./task-words.js";

/** @typedef {import("../shared/card-task.js").TaskView} TaskView */

/** The part of the page that shows a task of the card while it runs, and how it ended; one task at a time. */
export class TaskPanel {
  #panel = element("task");
  /** @type {Steady<TaskView>} */
  #steady = new Steady((view) => this.#show(view));
  /** @type {CardTask | null} */
  #task = null;
  /** @type {import("./task-words.js").TaskMethod} */
  #method = "card";

  constructor() {
    element("cancel").addEventListener("click", () => this.#task?.cancel());
    element("unseen").addEventListener("click", () => {
      this.#task?.showWindow();
      element("find").hidden = false;
      write(element("find"), "pin_window_find");
    });
  }

  /** @returns {boolean} whether a task runs. */
  get busy() {
    return this.#task !== null;
  }

  /**
   * @param {import("./task-words.js").TaskMethod} method
   * @param {object} params
   * @returns {Promise<unknown>} the result; undefined when there is none, and the panel says why.
   */
  async run(method, params) {
    this.#steady.clear();
    this.#method = method;
    const task = new CardTask(method, params, (view) => this.#steady.receive(view));
    this.#task = task;
    try {
      return await task.run();
    } catch (error) {
      const { code, key, remaining, valid } = Refusal.from(error);
      this.#steady.receive({ step: "failed", reason: code, key, remaining, valid });
      return undefined;
    } finally {
      this.#task = null;
    }
  }

  /** Nothing more to show, once what is shown was there long enough: what was asked for stands on the page. */
  async hide() {
    await this.#steady.settled();
    this.#steady.clear();
    this.#panel.hidden = true;
  }

  /**
   * Says that a PIN was changed.
   *
   * @param {import("../shared/codes.js").Key} key
   */
  conclude(key) {
    this.#steady.receive({ step: "done", key });
  }

  /** @param {string} code - why a result cannot be shown. */
  fail(code) {
    this.#steady.receive({ step: "failed", reason: code });
  }

  /** @param {TaskView} view */
  #show(view) {
    const { step, reason = "", key, remaining } = view;
    this.#panel.hidden = false;
    Object.assign(this.#panel.dataset, { step, reason, key: key ?? "", tone: tone(view) });
    const drawing = picture(view);
    this.#panel.dataset.picture = drawing;
    element("picture").querySelector("use")?.setAttribute("href", `../ceremony/pictures.svg#${drawing}`);
    this.#showWords(view);
    const typing = step === "waiting-for-pin" && reason !== "pin-blocked";
    element("tries").hidden = !typing || remaining === undefined;
    if (remaining !== undefined) writeCounted(element("tries"), "tries_left", remaining);
    offerCandidates(element("candidates"), view.candidates ?? [], (candidate) =>
      this.#task?.choose(candidate),
    );
    element("rescue").hidden = reason !== "pin-blocked";
    element("rescue").setAttribute("href", `../help/locked.html${key ? `#${key}` : ""}`);
    element("computer").hidden = !concernsComputer(view);
    element("which-pin").hidden = element("unseen").hidden = !typing;
    if (!typing) element("find").hidden = true;
    const over = step === "done" || step === "failed";
    const focused = document.activeElement === element("cancel");
    element("cancel").hidden = over;
    element("again").hidden = !over;
    if (over && (focused || document.activeElement === document.body)) element("again").focus();
  }

  /** @param {TaskView} view */
  #showWords(view) {
    const { title, next } = taskWordKeys(view, this.#method);
    const existing = (/** @type {string[]} */ keys) => keys.find((key) => text(key) !== "") ?? "";
    write(element("state-title"), existing(title));
    write(element("state-next"), existing(next));
    const counter = view.step === "failed" || view.reason === "pin-blocked";
    const sentence = counter
      ? title.map((key) => officialText(key.replace(/_title$/, ""))).find(Boolean)
      : "";
    element("state-show").textContent = sentence ?? "";
    element("state-show").hidden = !sentence;
  }
}
