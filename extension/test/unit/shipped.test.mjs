// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { mark, marks, picture, wordKeys } from "../../ceremony/guidance.js";
import { STATES } from "../browser/states.mjs";
import { statesTable, viewOf } from "../states-table.mjs";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { plain } = await import("../../shared/ruby.js");
const { LANGUAGES, nearest } = await import("../../shared/languages.js");

/** The files that ship: catalogs complete and equal, nothing named that is not there. */

const ROOT = resolve(import.meta.dirname, "../..");
const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");
/** @type {{ files: string[], version: string }} */
const { files, version } = JSON.parse(read("package.json"));
const shipped = files.flatMap((name) =>
  statSync(join(ROOT, name)).isDirectory()
    ? readdirSync(join(ROOT, name), { recursive: true }).map((entry) => `${name}/${entry}`)
    : [name],
);
/** @type {Record<string, Record<string, string>>} */
const catalogs = Object.fromEntries(
  Object.keys(LANGUAGES).map((tag) => [tag, JSON.parse(read(`words/${tag}.json`))]),
);
const english = catalogs.en ?? {};
const official = JSON.parse(read("words/official.json"));

/**
 * @param {Record<string, string>} catalog
 * @returns {string[]} its keys, those of a plural as one: `key_*`.
 */
const keysOf = (catalog) => [
  ...new Set(Object.keys(catalog).map((key) => key.replace(/_(one|other)$/, "_*"))),
];

test("every language has a file, and every file a language", () => {
  const files = readdirSync(join(ROOT, "words")).filter((name) => name !== "official.json");
  assert.deepEqual(
    files.sort(),
    Object.keys(LANGUAGES)
      .map((tag) => `${tag}.json`)
      .sort(),
  );
});

for (const [tag, catalog] of Object.entries(catalogs)) {
  test(`${tag}: every key, placeholder and plural, and no empty sentence`, () => {
    assert.deepEqual(keysOf(catalog), keysOf(english));
    for (const [key, sentence] of Object.entries(catalog)) {
      const counterpart = english[key] ?? english[key.replace(/_one$/, "_other")] ?? "";
      assert.equal(sentence.trim(), sentence, key);
      assert.notEqual(sentence, "", key);
      assert.deepEqual(sentence.match(/\$\d/g)?.sort(), counterpart.match(/\$\d/g)?.sort(), key);
    }
    const needed = [...new Set(Array.from({ length: 16 }, (_, n) => new Intl.PluralRules(tag).select(n)))];
    for (const key of keysOf(catalog).filter((name) => name.endsWith("_*"))) {
      const forms = Object.keys(catalog).filter((name) => name.replace(/_(one|other)$/, "_*") === key);
      // A count that is always the same, and more than one, has no singular.
      const expected = needed.filter((form) => form !== "one" || key !== "pins_tries_*");
      assert.deepEqual(forms.sort(), expected.map((form) => key.replace("*", form)).sort(), key);
    }
  });
}

test("no language leaves a sentence in English", () => {
  for (const [tag, catalog] of Object.entries(catalogs).filter(([tag]) => tag !== "en")) {
    const same = Object.keys(catalog).filter((key) => catalog[key] === english[key]);
    assert.deepEqual(
      same.filter((key) => !SAME_WORD.has(`${tag} ${key}`)),
      [],
      tag,
    );
  }
});

/**
 * Words that are the same in English.
 *
 * @type {Set<string>}
 */
const SAME_WORD = new Set([
  "fil step_card",
  "fil step_password",
  "fil step_pin",
  "fil step_reader",
  "fil locked_bring_card",
  "fil mycard_kind_individual_number_card",
  "fil check_browser",
  "fil check_reader",
]);

test("official Japanese terms stay findable: in parentheses wherever English has them", () => {
  for (const [tag, catalog] of Object.entries(catalogs).filter(([tag]) => !tag.startsWith("ja"))) {
    for (const [key, sentence] of Object.entries(english)) {
      for (const [term] of sentence.matchAll(
        /\p{Script=Han}[\p{Script=Han}\p{Script=Katakana}\p{Script=Hiragana}ー]+/gu,
      )) {
        assert.ok(catalog[key]?.includes(term), `${tag} ${key}: ${term}`);
      }
    }
  }
});

test("the glossary's words are the catalogs' words", () => {
  const lines = readFileSync(join(ROOT, "../docs/GLOSSARY.md"), "utf8").split("\n");
  const rows = lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1));
  const [head = [], , ...terms] = rows.map((cells) => cells.map((cell) => cell.trim()));
  assert.deepEqual(head.slice(1), Object.keys(LANGUAGES));
  assert.ok(terms.length > 10);
  for (const [term, ...words] of terms) {
    for (const [index, word] of words.entries()) {
      const tag = head[index + 1] ?? "";
      const all = Object.values(catalogs[tag] ?? {}).map((sentence) => plain(sentence, []));
      assert.ok(all.join("\n").toLowerCase().includes(word.toLowerCase()), `${tag}, ${term}: ${word}`);
    }
  }
});

test("easy Japanese: every kanji has its reading in hiragana", () => {
  for (const [key, sentence] of Object.entries(catalogs["ja-simple"] ?? {})) {
    const bare = sentence.replace(/[\p{Script=Han}々〆ヶ]+《[ぁ-んー]+》/gu, "");
    assert.doesNotMatch(bare, /[\p{Script=Han}《》]/u, key);
  }
});

test("the browser's own catalogs name a language of ours, and nothing but themselves", () => {
  for (const folder of readdirSync(join(ROOT, "_locales"))) {
    const catalog = JSON.parse(read(`_locales/${folder}/messages.json`));
    assert.deepEqual(Object.keys(catalog), ["extension_name", "extension_description", "catalog_language"]);
    assert.equal(nearest(folder), catalog.catalog_language.message);
    assert.ok(
      catalog.extension_description.message.length <= 132,
      `${folder}: the shops allow 132 characters`,
    );
  }
});

test("every state of the ceremony window has its own words, a drawing and a place on the line", () => {
  const pictures = read("ceremony/pictures.svg");
  const told = new Map();
  for (const state of STATES) {
    const { name, step, reason } = state;
    const view = viewOf(state);
    const keys = wordKeys(view).map((candidate) => candidate.replaceAll("-", "_"));
    const key = keys.find((candidate) => `${candidate}_title` in english) ?? "";
    assert.ok(
      keys.some((candidate) => `${candidate}_next` in english),
      `${name}: a next action`,
    );
    if (reason && step === "failed")
      assert.match(key, new RegExp(`^ended_${reason.replaceAll("-", "_")}`), name);
    assert.ok(pictures.includes(`id="${picture(view)}"`), `${name}: a drawing`);
    assert.ok(marks(view).includes(mark(view, "card")), name);
    if (state.method !== "sign") told.set(name, key); // documents are told beside the words of the other ceremonies
  }
  const distinct = new Set(told.values()).size;
  assert.ok(distinct >= told.size - 3, `${distinct} different words for ${told.size} states`);
});

test("docs/STATES.md is up to date: npm run states", () => {
  assert.equal(readFileSync(join(ROOT, "../docs/STATES.md"), "utf8"), statesTable());
});

test("every word that a page or script names is in the catalogs", () => {
  for (const path of shipped.filter((name) => /\.(html|js)$/.test(name))) {
    const named = [
      ...read(path).matchAll(
        /data-(?:text|label)="(\w+)"|\b(?:text|write)\((?:\w+, |element\("[\w-]+"\), )?"([\w-]+)"/g,
      ),
    ];
    for (const [, key = ""] of read(path).matchAll(/data-official="(\w+)"/g))
      assert.ok(key in official, `${path}: ${key}`);
    for (const [, attribute, argument] of named) {
      const key = (attribute ?? argument ?? "").replaceAll("-", "_");
      assert.ok(key in english, `${path}: ${key}`);
    }
  }
  for (const [, key] of read("manifest.json").matchAll(/__MSG_(\w+)__/g))
    for (const folder of readdirSync(join(ROOT, "_locales")))
      assert.ok((key ?? "") in JSON.parse(read(`_locales/${folder}/messages.json`)), key);
});

test("pages hold no words of their own, no inline script, no inline style", () => {
  for (const path of shipped.filter((name) => name.endsWith(".html"))) {
    const page = read(path);
    const bare = page
      .replace(/<!--.*?-->/gs, "")
      .replace(/<(code|title)[^>]*>.*?<\/\1>/gs, "")
      .replace(/<[^>]*>/gs, "");
    assert.equal(bare.replaceAll("OpenJPKI", "").trim(), "", path);
    assert.doesNotMatch(page, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=/, path);
  }
});

test("pages name files that ship", () => {
  for (const path of shipped.filter((name) => name.endsWith(".html"))) {
    for (const [, link = ""] of read(path).matchAll(/\b(?:href|src)="([^"#]+)/g)) {
      assert.ok(shipped.includes(join(path, "..", link)), `${path}: ${link}`);
    }
  }
});

test("the manifest names files that ship, and no site beyond government and loopback", () => {
  const manifest = JSON.parse(read("manifest.json"));
  const named = [
    manifest.background.service_worker,
    ...manifest.background.scripts,
    ...manifest.content_scripts[0].js,
    manifest.action.default_popup,
    ...Object.values(manifest.icons),
  ];
  for (const path of named) assert.ok(shipped.includes(path), path);
  assert.equal(manifest.version, version);
  assert.deepEqual(manifest.permissions, ["activeTab", "nativeMessaging", "scripting", "storage"]);
  assert.deepEqual(manifest.content_scripts[0].matches, manifest.host_permissions);
  for (const pattern of manifest.host_permissions) {
    assert.match(pattern, /^(https:\/\/\*\.(go|lg)\.jp|https?:\/\/(localhost|127\.0\.0\.1|\[::1\]))\/\*$/);
  }
});
