// @ts-check
import { EXTENSION_ID } from "./chromium.mjs";
import { authenticationView, card, signingView, status } from "./card-results.mjs";

/**
 * Every state of My card and of Check my computer: what the scripted host answers, and the button that brings the state
 * about. Used by the tests, for the screenshots and for docs/STATES.md.
 *
 * @typedef {object} CardState
 * @property {string} name
 * @property {string} when - what brings it about, for the table.
 * @property {Record<string, import("./scripted-host.mjs").Step[]>} on - what the host plays for each method.
 * @property {boolean} [missing] - there is no host.
 * @property {string} [press] - id of the button that is pressed once the card is shown.
 * @property {import("../../shared/card-task.js").TaskView} [view] - what the panel then shows; without it, the card is shown.
 * @property {import("../../card/task-words.js").TaskMethod} [method]
 */

const SHOWN = { card: [{ result: card() }], status: [{ result: status(card().reader) }] };
const KEYS = /** @type {const} */ (["user-authentication", "digital-signature"]);

/**
 * @param {import("../../shared/codes.js").Key} key
 * @param {string} name
 * @param {string} when
 * @param {import("../../shared/card-task.js").TaskView} view
 * @returns {CardState} in the middle of a change, or at its end.
 */
function change(key, name, when, view) {
  const { step, ...detail } = view;
  const steps = {
    failed: [{ error: { code: -32000, message: name, data: { ...detail, code: detail.reason } } }],
    done: [{ result: {} }],
  };
  const live = [{ progress: { stage: step, detail } }];
  return {
    name: `change-${name}-${key}`,
    when,
    on: { ...SHOWN, "change-pin": step === "failed" || step === "done" ? steps[step] : live },
    press: `change-${key}`,
    view,
    method: "change-pin",
  };
}

/**
 * @param {string} reason
 * @param {string} when
 * @returns {CardState} the card could not be read.
 */
function unread(reason, when) {
  const error = { code: -32000, message: reason, data: { code: reason } };
  const view = /** @type {const} */ ({ step: "failed", reason });
  return { name: `end-${reason}`, when, on: { card: [{ error }] }, view, method: "card" };
}

/** @type {CardState[]} */
export const CARD_STATES = [
  { name: "shown", when: "a card was read", on: SHOWN },
  {
    name: "shown-ending",
    when: "a certificate that ends soon, a PIN with its last try, the other one locked",
    on: {
      card: [
        {
          result: card({
            interface: "contact",
            tries: { userAuthentication: 1, digitalSignature: 0 },
            authenticationCertificate: authenticationView({ days: 20, chain: "not-known" }),
          }),
        },
      ],
      status: [{ result: status(card().reader, "ACS ACR39U ICC Reader 01 00") }],
    },
  },
  {
    name: "shown-signing",
    when: "the signing certificate was asked for, and its password typed",
    on: { ...SHOWN, certificate: [{ result: { certificate: signingView().der, details: signingView() } }] },
    press: "show-signing",
  },
  {
    name: "waiting-for-card",
    when: "no card is there",
    on: { card: [{ progress: { stage: "waiting-for-card", detail: { reason: "no-card" } } }] },
    view: { step: "waiting-for-card", reason: "no-card" },
    method: "card",
  },
  {
    name: "choosing",
    when: "two cards are there",
    on: {
      card: [{ choose: [{ reader: "ACS ACR39U 00" }, { reader: "Sony PaSoRi 01", placed: "just-now" }] }],
    },
    view: { step: "choosing" },
    method: "card",
  },
  ...KEYS.flatMap((key) => [
    change(key, "current", "the window for the present PIN is open", {
      step: "waiting-for-pin",
      entry: "current",
      key,
      remaining: key === "digital-signature" ? 5 : 3,
    }),
    change(key, "new", "the window for the new PIN is open", { step: "waiting-for-pin", entry: "new", key }),
    change(key, "repeat", "the new PIN is asked for a second time", {
      step: "waiting-for-pin",
      entry: "repeat",
      key,
    }),
    change(key, "wrong", "the card refused the present PIN", {
      step: "waiting-for-pin",
      entry: "current",
      reason: "pin-wrong",
      key,
      remaining: 2,
    }),
    change(key, "changing", "the card is changing it", { step: "changing", key }),
    change(key, "done", "the card confirmed the new one", { step: "done", key }),
    change(key, "blocked", "the card has no try left for this PIN", {
      step: "failed",
      reason: "pin-blocked",
      key,
    }),
  ]),
  .../** @type {const} */ (["old", "new", "unknown"]).map((valid) =>
    change("digital-signature", `pulled-${valid}`, `the card was pulled; counts now: ${valid}`, {
      step: "failed",
      reason: "card-removed",
      key: "digital-signature",
      valid,
    }),
  ),
  change("digital-signature", "contradicted", "the card said that it changed it, then refused the new one", {
    step: "failed",
    reason: "card-unusable",
    key: "digital-signature",
  }),
  {
    name: "end-host-missing",
    when: "the browser finds no program of our name",
    on: {},
    missing: true,
    view: { step: "failed", reason: "host-missing" },
    method: "card",
  },
  unread("service-stopped", "the smart card service stopped in the middle"),
  unread("card-removed", "the card left while it was being read"),
  unread("card-busy", "another program took the card"),
  unread("user-cancelled", "the person cancelled, here or in the PIN window"),
  unread("internal", "anything unforeseen"),
];

/**
 * Check my computer.
 *
 * @type {{ name: string, when: string, on: CardState["on"], missing?: boolean }[]}
 */
export const CHECK_STATES = [
  {
    name: "good",
    when: "all is well",
    on: diagnosis(
      ["service-running", "good"],
      ["reader-card", "good", { reader: card().reader }],
      ["certificate-valid", "good", { day: "2030-03-31" }],
      ["pin-tries", "good", { left: "3", of: "3" }],
      ["password-tries", "good", { left: "5", of: "5" }],
    ),
  },
  {
    name: "bad",
    when: "much is not",
    on: diagnosis(
      ["browser-not-installed", "warning", { browser: "Firefox" }],
      ["service-stopped", "bad"],
      ["no-reader", "bad"],
      ["reader-empty", "bad", { reader: "ACS ACR39U ICC Reader 00 00" }],
      ["reader-phone", "bad", { reader: "Sony FeliCa Port/PaSoRi 4.0 00 00" }],
      ["certificate-expired", "bad", { day: "2025-03-31" }],
      ["pin-last-try", "warning", { left: "1", of: "3" }],
      ["password-blocked", "bad", { left: "0", of: "5" }],
      ["no-signing-key", "warning"],
      ["unchecked", "unknown"],
      ["seen-by-a-later-version", "warning"],
    ),
  },
  { name: "host-missing", when: "the browser finds no program of our name", on: {}, missing: true },
];

/**
 * @param {...[id: string, outcome: string, values?: Record<string, string>]} checks
 * @returns {CardState["on"]} the host's `doctor`.
 */
function diagnosis(...checks) {
  const told = checks.map(([id, outcome, values]) => ({
    id,
    outcome,
    sentence: `The host's sentence about ${id}.`,
    ...(outcome !== "good" && { next: `The host's next step about ${id}.` }),
    ...(values && { values }),
  }));
  return { doctor: [{ result: { checks: told, report: '{ "report": "openjpki-doctor/1" }' } }] };
}

/**
 * Opens My card with a host that brings it into a state.
 *
 * @param {import("./stage.mjs").Stage} stage
 * @param {CardState} state
 * @returns {Promise<import("./chromium.mjs").Page>}
 */
export async function openCard(stage, state) {
  prepareHost(stage, state);
  const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/card/card.html`);
  await reachCard(tab, state);
  return tab;
}

/**
 * The same in a tab that shows another state.
 *
 * @param {import("./stage.mjs").Stage} stage
 * @param {CardState} state
 * @param {import("./chromium.mjs").Page} tab
 */
export async function turnCard(stage, state, tab) {
  const visible = (/** @type {string} */ id) => `document.getElementById("${id}").checkVisibility()`;
  if (await tab.run(visible("cancel"))) {
    await tab.run(`document.getElementById("cancel").click()`);
    await tab.until(visible("again"));
  }
  prepareHost(stage, state);
  const button = (await tab.run(visible("again"))) ? "again" : "read";
  await tab.run(
    `document.getElementById("task").dataset.step = ""; document.getElementById("${button}").click()`,
  );
  await reachCard(tab, state);
}

/**
 * @param {import("./stage.mjs").Stage} stage
 * @param {{ on: CardState["on"], missing?: boolean }} state
 */
function prepareHost(stage, { on, missing }) {
  stage.installHost();
  stage.play({ on });
  if (missing) stage.removeHost();
}

/**
 * @param {import("./chromium.mjs").Page} tab
 * @param {CardState} state
 */
async function reachCard(tab, { press, view }) {
  const shown = `document.getElementById("content").checkVisibility()`;
  if (press !== undefined) {
    await tab.until(shown);
    await tab.run(`document.getElementById("${press}").click()`);
  }
  if (press === "show-signing")
    await tab.until(`document.querySelector("#signing .days")?.checkVisibility()`);
  else if (view === undefined) await tab.until(shown);
  else await tab.until(`document.getElementById("task").dataset.step === "${view.step}"`);
}

/**
 * @param {import("./stage.mjs").Stage} stage
 * @param {{ on: CardState["on"], missing?: boolean }} state
 * @returns {Promise<import("./chromium.mjs").Page>} Check my computer, when it has looked at everything.
 */
export async function openCheck(stage, state) {
  prepareHost(stage, state);
  const tab = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/check/check.html`);
  await tab.until(`document.getElementById("report-part").hidden === false`);
  return tab;
}
