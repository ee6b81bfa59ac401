// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { beforeEach, test } from "node:test";
import { installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { nearest, readLanguage } = await import("../../shared/languages.js");
const { registrableDomain } = await import("../../shared/registrable-domain.js");
const { plain, writeRuby } = await import("../../shared/ruby.js");

/** Which language, which part of a host name, and readings above kanji. */

/** @type {any} */
const chrome = Reflect.get(globalThis, "chrome");
let browser = { folder: "", menus: "en-US" };
/** @type {{ language?: unknown }} */
let chosen = {};
/** @type {{ language?: unknown }} */
let administered = {};

beforeEach(() => {
  [browser, chosen, administered] = [{ folder: "", menus: "en-US" }, {}, {}];
  chrome.i18n = { getMessage: () => browser.folder, getUILanguage: () => browser.menus };
  chrome.storage.local = { get: async () => chosen };
  chrome.storage.managed = { get: async () => administered };
});

test("a language of anywhere becomes the nearest of ours", () => {
  assert.equal(nearest("ja-JP"), "ja");
  assert.equal(nearest("en_GB"), "en");
  assert.equal(nearest("ja-simple"), "ja-simple");
  for (const tag of ["zh-CN", "zh_TW", "zh-Hant-HK"]) assert.equal(nearest(tag), "zh-Hans");
  assert.equal(nearest("pt-PT"), "pt-BR");
  assert.equal(nearest("tl"), "fil");
  assert.equal(nearest("ne-NP"), "ne");
  for (const tag of ["", "x", "constructor", "__proto__", "de", undefined, 7])
    assert.equal(nearest(tag), undefined);
});

test("the person's choice, else the administrator's, else the browser's, else English", async () => {
  assert.equal(await readLanguage(), "en");
  browser = { folder: "ja", menus: "en-US" }; // no translation of the browser's own menus is installed
  assert.equal(await readLanguage(), "ja");
  browser = { folder: "en", menus: "ja-JP" };
  assert.equal(await readLanguage(), "ja");
  browser = { folder: "en", menus: "ne" }; // a language that the browser's own catalogs do not know
  assert.equal(await readLanguage(), "ne");
  browser = { folder: "en", menus: "zh-TW" }; // the browser takes no zh_CN for it, we do
  assert.equal(await readLanguage(), "zh-Hans");
  browser = { folder: "en", menus: "ja-JP" };
  administered = { language: "en" };
  assert.equal(await readLanguage(), "en");
  chosen = { language: "ja" };
  assert.equal(await readLanguage(), "ja");
  [chosen, administered] = [{ language: "klingon" }, { language: 5 }];
  assert.equal(await readLanguage(), "ja");
});

test("the registrable domain, by the list that ships", () => {
  const list = readFileSync(new URL("../../shared/public-suffixes.txt", import.meta.url), "utf8");
  const suffixes = new Set(list.split("\n"));
  for (const [host, domain] of Object.entries({
    "portal.example.go.jp": "example.go.jp",
    "www.city.shibuya.lg.jp": "shibuya.lg.jp",
    "deep.city.kawasaki.jp": "city.kawasaki.jp",
    "a.b.other.kawasaki.jp": "b.other.kawasaki.jp",
    "www.shop.co.jp": "shop.co.jp",
    "login.example.com.evil.example": "evil.example",
    "somebody.github.io": "somebody.github.io",
    "a.somebody.github.io": "somebody.github.io",
    "www.xn--85x722f.xn--55qx5d.cn": "xn--85x722f.xn--55qx5d.cn",
    "co.jp": "co.jp",
    localhost: "localhost",
    "127.0.0.1": "127.0.0.1",
    "[::1]": "[::1]",
  })) {
    assert.equal(registrableDomain(host, suffixes), domain, host);
  }
});

/** An element as far as `writeRuby` goes; it prints itself as markup. */
class FakeElement {
  /** @type {(string | FakeElement)[]} */
  children = [];
  /** @param {string} name */
  constructor(name) {
    this.name = name;
  }
  /** @param {string} words */
  set textContent(words) {
    this.children = [words];
  }
  append(/** @type {(string | FakeElement)[]} */ ...children) {
    this.children.push(...children);
  }
  replaceChildren(/** @type {(string | FakeElement)[]} */ ...children) {
    this.children = children;
  }
  /** @returns {string} */
  toString() {
    return `<${this.name}>${this.children.join("")}</${this.name}>`;
  }
}

test("readings become ruby, and nothing in a value does", () => {
  Object.assign(globalThis, {
    document: { createElement: (/** @type {string} */ name) => new FakeElement(name) },
  });
  const paragraph = new FakeElement("p");
  const write = (/** @type {string} */ sentence, /** @type {string[]} */ ...values) => {
    writeRuby(/** @type {any} */ (paragraph), sentence, values);
    return String(paragraph);
  };
  assert.equal(
    write("カードの暗証番号《あんしょうばんごう》を$1に入《い》れる", "窓《まど》<b>$1"),
    "<p>カードの<ruby>暗証番号<rt>あんしょうばんごう</rt></ruby>を窓《まど》<b>$1に<ruby>入<rt>い</rt></ruby>れる</p>",
  );
  assert.equal(plain("暗証番号《あんしょうばんごう》を$1に", ["窓《まど》"]), "暗証番号を窓《まど》に");
  assert.equal(write("no readings, 《none》"), "<p>no readings, 《none》</p>");
});
