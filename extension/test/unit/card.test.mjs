// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { card, signingView } from "../browser/card-results.mjs";
import { CARD_STATES } from "../browser/card-states.mjs";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { parseCard, parseView } = await import("../../card/card-result.js");
const { pem } = await import("../../card/save.js");
const { taskWordKeys } = await import("../../card/task-words.js");
const { validityAt } = await import("../../card/validity.js");
const { Steady } = await import("../../shared/steady.js");
const { browserName, doctorLines } = await import("../../check/lines.js");
const { DOCTOR_WORDS } = await import("../../check/doctor-words.js");

/** My card and Check my computer without a browser: dates, shapes, words. */

/** @type {Record<string, string>} */
const english = JSON.parse(readFileSync(new URL("../../words/en.json", import.meta.url), "utf8"));
const has = (/** @type {string} */ key) => key.replaceAll("-", "_") in english;

test("days are counted in Japan, and renewal begins three months before the last day", () => {
  // 23:59:59 of 31 May in Japan, as real certificates end
  const dates = {
    notBefore: Date.parse("2022-05-14T03:00:00Z"),
    notAfter: Date.parse("2027-05-31T14:59:59Z"),
  };
  const at = (/** @type {string} */ now) => validityAt(dates, Date.parse(now));
  assert.equal(new Date(at("2027-01-01T00:00:00Z").renewable).toISOString(), "2027-02-27T15:00:00.000Z");
  const told = (/** @type {string} */ now) => [at(now).state, at(now).days];
  assert.deepEqual(told("2027-02-27T14:59:59Z"), ["valid", 93], "27 February there");
  assert.deepEqual(told("2027-02-27T15:00:00Z"), ["ends-soon", 92], "28 February there");
  assert.deepEqual(told("2027-05-30T15:00:00Z"), ["ends-soon", 0], "the last day");
  assert.deepEqual(told("2027-05-31T15:00:00Z"), ["expired", 0]);
  assert.deepEqual(told("2022-05-14T02:59:59Z")[0], "not-yet");
  assert.equal(at("2022-05-14T03:00:00Z").share, 1);
  assert.equal(at("2030-01-01T00:00:00Z").share, 0);
});

test("a card is taken as the host's protocol has it, and nothing else is", () => {
  const parsed = parseCard(card({ kind: "of tomorrow", tries: { userAuthentication: 3 } }));
  assert.equal(parsed.kind, "unknown");
  assert.deepEqual(parsed.tries, { userAuthentication: 3, digitalSignature: undefined });
  assert.equal(parsed.authorities.digitalSignature?.policy, "");
  assert.equal(parseView(signingView()).holder?.name, "見本\u3000花子");
  for (const broken of [null, 7, [], {}, card({ reader: undefined }), card({ authorities: "x" })])
    assert.throws(() => parseCard(broken), { code: "host-failed" });
  for (const change of [
    { der: "not base64" },
    { der: Buffer.alloc(5_000).toString("base64") },
    { notAfter: "tomorrow" },
    { keyUsage: "all" },
    { subject: "x".repeat(1_001) },
    { holder: [] },
  ])
    assert.throws(() => parseView({ ...signingView(), ...change }), { code: "host-failed" });
});

test("PEM has lines of 64", () => {
  const lines = pem("A".repeat(130)).split("\n");
  assert.deepEqual(
    lines.map(({ length }) => length),
    [27, 64, 64, 2, 25, 0],
  );
});

test("each state of a task has words of its own, and after an end a next step", () => {
  const told = new Set();
  const panels = CARD_STATES.filter(({ view }) => view !== undefined);
  for (const { name, view, method } of panels) {
    const { title, next } = taskWordKeys(/** @type {any} */ (view), method ?? "card");
    const found = [title, next].map((keys) => keys.find(has));
    assert.ok(
      found.every((key) => key !== undefined),
      name,
    );
    assert.doesNotMatch(english[(found[1] ?? "").replaceAll("-", "_")] ?? "", /the site/, name);
    told.add(found.join());
  }
  assert.ok(told.size >= panels.length - 2, `${told.size} of ${panels.length}`); // "once more" is said of both PINs alike
  const { title, next } = taskWordKeys({ step: "failed", reason: "of tomorrow" }, "card");
  assert.ok(title.some(has) && next.some(has));
});

test("a sentence that names the other page names it as it is named", () => {
  for (const tag of readdirSync(new URL("../../words", import.meta.url)).filter(
    (name) => name !== "official.json",
  )) {
    const words = JSON.parse(readFileSync(new URL(`../../words/${tag}`, import.meta.url), "utf8"));
    assert.ok(words.task_computer_next.includes(words.check_title), tag);
  }
});

test("what the doctor may see has words, in every field", () => {
  for (const [id, { title, said, next = "", counted }] of Object.entries(DOCTOR_WORDS)) {
    for (const key of [title, counted ? `${said}_other` : said, ...(next === "" ? [] : [next])])
      assert.ok(has(key), `${id}: ${key}`);
  }
});

test("the doctor's answer: known words are ours, unknown ones the host's, other shapes are refused", () => {
  const answer = doctorLines({
    report: "r",
    checks: [
      { id: "program", outcome: "good", sentence: "said already" },
      { id: "pin-tries", outcome: "good", sentence: "x", values: { left: "3" } },
      { id: "reader-empty", outcome: "good", sentence: "x", values: { reader: "R" } },
      { id: "reader-empty", outcome: "bad", sentence: "x", next: "y", values: { reader: "R" } },
      { id: "toString", outcome: "odd", sentence: "told", next: "do" },
      null,
    ],
  });
  const [tries, spare, empty, unknown, nothing] = answer?.lines ?? [];
  assert.deepEqual(tries?.said, { counted: "tries_left", count: 3 });
  assert.equal(spare?.next, undefined, "beside the right card an empty reader is well");
  assert.deepEqual([empty?.which, empty?.next], ["R", { key: "waiting_for_card_title" }]);
  assert.deepEqual(unknown, {
    id: "other",
    outcome: "unknown",
    title: "check_something_else",
    said: { sentence: "told" },
    next: { sentence: "do" },
  });
  assert.equal(nothing?.outcome, "unknown");
  for (const broken of [null, {}, { checks: [] }, { checks: {}, report: "" }])
    assert.equal(doctorLines(broken), null);
});

test("a browser is named by its main version, and nothing finer", () => {
  const brands = [
    { brand: "Not?A_Brand", version: "24" },
    { brand: "Chromium", version: "140" },
    { brand: "Microsoft Edge", version: "140" },
  ];
  assert.equal(browserName("", { brands, platform: "Windows" }), "Microsoft Edge 140, Windows");
  const firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";
  assert.equal(browserName(firefox, undefined), "Firefox 128, Linux");
});

test("states are shown long enough, and what is overtaken is not", async (context) => {
  context.mock.timers.enable({ apis: ["setTimeout"] });
  /** @type {string[]} */
  const shown = [];
  const steady = new Steady(({ step }) => shown.push(step));
  steady.receive({ step: "starting" });
  assert.deepEqual(shown, [], "it may be over before it is seen");
  context.mock.timers.tick(350);
  for (const step of ["reading", "overtaken", "typing"]) steady.receive({ step });
  assert.deepEqual([shown.join(), steady.latest?.step], ["starting", "typing"]);
  let settled = false;
  steady.settled().then(() => (settled = true));
  context.mock.timers.tick(350);
  await Promise.resolve();
  assert.deepEqual([shown.join(), settled], ["starting,typing", false]);
  context.mock.timers.tick(350);
  await Promise.resolve();
  assert.ok(settled);
});
