// @ts-check
import { AUTHENTICATED, REGISTERED, TOLD } from "./stage.mjs";

/**
 * Every state of the ceremony window: what the scripted host does to bring it about, and the step and reason that the
 * window then shows. Used by the tests and for the screenshots.
 *
 * @typedef {object} State
 * @property {string} name
 * @property {"authenticate" | "register" | "sign"} method
 * @property {import("./scripted-host.mjs").Step[]} steps
 * @property {string} step
 * @property {string} [reason]
 * @property {boolean} [silent] - the host says no hello.
 * @property {boolean} [missing] - there is no host.
 * @property {number} [protocol]
 */

const AUTH = { key: "user-authentication" };
const SIGN = { key: "digital-signature" };

/**
 * @param {string} stage
 * @param {{ reason?: string, key?: string, remaining?: number, documents?: object[], document?: number, of?: number }} [detail]
 * @param {"authenticate" | "register" | "sign"} [method]
 * @returns {State}
 */
function live(stage, detail = {}, method = "authenticate") {
  const name = ["live", stage, detail.reason, detail.key].filter(Boolean).join("-");
  const steps = [{ progress: { stage, detail } }];
  return { name, method, steps, step: stage, reason: detail.reason };
}

/**
 * @param {string} code
 * @param {object} [detail]
 * @param {"authenticate" | "register" | "sign"} [method]
 * @returns {State}
 */
function end(code, detail = {}, method = "authenticate") {
  const name = ["end", code, ...Object.values(detail)].join("-");
  const steps = [{ error: { code: -32000, message: code, data: { code, ...detail } } }];
  return { name, method, steps, step: "failed", reason: code };
}

/** @type {State[]} */
export const STATES = [
  { name: "starting", method: "register", steps: [], step: "starting", silent: true },
  live("waiting-for-reader", { reason: "service-stopped" }),
  live("waiting-for-reader", { reason: "no-reader" }),
  live("waiting-for-card", { reason: "no-card" }, "register"),
  live("waiting-for-card", { reason: "card-unsupported" }),
  live("waiting-for-card", { reason: "card-old" }),
  live("waiting-for-card", { reason: "card-phone" }),
  live("waiting-for-card", { reason: "card-busy" }),
  live("waiting-for-card", { reason: "card-removed" }),
  live("reading", {}, "register"),
  {
    name: "choosing",
    method: "authenticate",
    steps: [
      {
        choose: [
          { reader: "ACS ACR39U ICC Reader 00 00" },
          { reader: "Sony FeliCa Port/PaSoRi 4.0 01 00", placed: "just-now" },
        ],
      },
    ],
    step: "choosing",
  },
  live("waiting-for-pin", { ...SIGN, remaining: 5 }, "register"),
  live("waiting-for-pin", { ...AUTH, remaining: 3 }, "register"),
  live("waiting-for-pin", { ...SIGN, reason: "pin-wrong", remaining: 4 }, "register"),
  live("waiting-for-pin", { ...AUTH, reason: "pin-wrong", remaining: 2 }),
  live("waiting-for-pin", { ...SIGN, reason: "pin-format", remaining: 5 }, "register"),
  live("waiting-for-pin", { ...AUTH, reason: "pin-format", remaining: 3 }),
  live("waiting-for-pin", { ...AUTH, reason: "pin-last-try", remaining: 1 }),
  live("signing", SIGN, "register"),
  {
    ...live("waiting-for-pin", { ...SIGN, remaining: 5, documents: TOLD }, "sign"),
    name: "live-waiting-for-pin-documents",
  },
  { ...live("signing", { ...SIGN, document: 2, of: 3 }, "sign"), name: "live-signing-documents" },
  { name: "done", method: "register", steps: [{ result: REGISTERED }], step: "done" },
  { name: "done-authenticate", method: "authenticate", steps: [{ result: AUTHENTICATED }], step: "done" },
  {
    name: "end-host-missing",
    method: "register",
    steps: [],
    step: "failed",
    reason: "host-missing",
    missing: true,
  },
  {
    name: "end-host-outdated",
    method: "authenticate",
    steps: [],
    step: "failed",
    reason: "host-outdated",
    protocol: 2,
  },
  {
    name: "end-host-failed",
    method: "authenticate",
    steps: [{ exit: 3 }],
    step: "failed",
    reason: "host-failed",
  },
  end("user-cancelled"),
  end("timed-out"),
  end("busy"),
  end("service-stopped"),
  end("no-reader"),
  end("no-card"),
  end("pin-window-missing"),
  end("card-unsupported"),
  end("card-removed", {}, "register"),
  end("card-busy"),
  end("pin-blocked", AUTH),
  end("pin-blocked", SIGN, "register"),
  end("certificate-missing", SIGN, "register"),
  end("certificate-missing", AUTH),
  end("certificate-expired", SIGN, "register"),
  end("unsupported"),
  end("invalid-request"),
  end("internal"),
];

/**
 * The other pages of the extension, and when each has shown all that it shows.
 *
 * @type {{ name: string, path: string, ready: string }[]}
 */
export const PAGES = [
  {
    name: "help",
    path: "help/host.html",
    ready: `document.getElementById("host-state").dataset.state === "host-found"`,
  },
  {
    name: "pins",
    path: "help/pins.html",
    ready: `document.querySelector("[data-counted]").textContent !== ""`,
  },
  ...["user-authentication", "digital-signature"].map((key) => ({
    name: `locked-${key}`,
    path: `help/locked.html#${key}`,
    ready: `document.getElementById("store").textContent !== ""`,
  })),
  { name: "sites", path: "sites/sites.html", ready: `document.getElementById("always").children.length > 0` },
];
