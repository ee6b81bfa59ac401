// @ts-check
import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { mark, marks, picture, wordKeys } from "../../ceremony/guidance.js";
import { STATES } from "../browser/states.mjs";

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
/** @type {Record<string, Record<string, { message: string }>>} */
const catalogs = Object.fromEntries(
  readdirSync(join(ROOT, "_locales")).map((language) => [
    language,
    JSON.parse(read(`_locales/${language}/messages.json`)),
  ]),
);
const english = catalogs.en ?? {};

test("every catalog has the same keys, the same placeholders, and no empty sentence", () => {
  assert.deepEqual(Object.keys(catalogs).sort(), ["en", "ja"]);
  for (const [language, catalog] of Object.entries(catalogs)) {
    assert.deepEqual(Object.keys(catalog), Object.keys(english), language);
    for (const [key, { message }] of Object.entries(catalog)) {
      assert.notEqual(message.trim(), "", `${language} ${key}`);
      assert.deepEqual(
        message.match(/\$\d/g),
        english[key]?.message.match(/\$\d/g) ?? null,
        `${language} ${key}`,
      );
    }
  }
});

test("every state of the ceremony window has its own words, a drawing and a place on the line", () => {
  const pictures = read("ceremony/pictures.svg");
  const told = new Map();
  for (const { name, method, step, reason, steps } of STATES) {
    const [detail] = steps.flatMap((play) => {
      if ("progress" in play) return [/** @type {any} */ (play.progress).detail];
      return "error" in play ? [/** @type {any} */ (play.error).data] : [];
    });
    const view = /** @type {any} */ ({ origin: "https://a.example", method, step, reason, key: detail?.key });
    const key =
      wordKeys(view).find((candidate) => `${candidate.replaceAll("-", "_")}_title` in english) ?? "";
    assert.ok(english[`${key.replaceAll("-", "_")}_next`], `${name}: a next action`);
    if (reason && step === "failed") assert.match(key, new RegExp(`^ended-${reason}`), name);
    assert.ok(pictures.includes(`id="${picture(view)}"`), `${name}: a drawing`);
    assert.ok(marks(method).includes(mark(view, "card")), name);
    told.set(name, key);
  }
  const distinct = new Set(told.values()).size;
  assert.ok(distinct >= STATES.length - 3, `${distinct} different words for ${STATES.length} states`);
});

test("every word that a page or script names is in the catalogs", () => {
  for (const path of shipped.filter((name) => /\.(html|js)$/.test(name))) {
    const named = [...read(path).matchAll(/data-(?:text|label)="(\w+)"|\btext\("([\w-]+)"/g)];
    for (const [, attribute, argument] of named) {
      const key = (attribute ?? argument ?? "").replaceAll("-", "_");
      assert.ok(key in english, `${path}: ${key}`);
    }
  }
  for (const [, key] of read("manifest.json").matchAll(/__MSG_(\w+)__/g))
    assert.ok((key ?? "") in english, key);
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
