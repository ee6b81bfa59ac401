// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { documentNews } from "../../shared/told-documents.js";
import { preview } from "../../worker/preview.js";

/** What a person is shown of a document: its own words, and what the host tells. */

/**
 * @param {string | Uint8Array} content
 * @param {string} [mediaType]
 */
const shown = (content, mediaType = "text/plain; charset=utf-8") =>
  preview({ name: "a", mediaType, content: Buffer.from(content).toString("base64") });

test("text and JSON in UTF-8 have words to read, nothing else has", () => {
  for (const mediaType of ["text/plain", "text/html", "application/json", "application/ld+json", "TEXT/CSV"])
    assert.deepEqual(shown("<b>契約</b>\r\n", mediaType), { text: "<b>契約</b>\n", cut: false }, mediaType);
  for (const mediaType of ["application/pdf", "application/jsonx", "image/svg+xml"])
    assert.equal(shown("words", mediaType), null, mediaType);
  assert.equal(shown(Uint8Array.of(0x83, 0x65)), null, "Shift_JIS");
  assert.equal(preview({ name: "a", digest: "", algorithm: "SHA-256" }), null);
});

test("what cannot be seen is a code", () => {
  assert.equal(
    shown("1\u202e00\u200b\t\u0000\u2028\ufeff\u{e0041}")?.text,
    "1⟨U+202E⟩00⟨U+200B⟩\t⟨U+0000⟩⟨U+2028⟩⟨U+FEFF⟩⟨U+E0041⟩",
  );
});

test("of a long document there is the beginning, and that is said", () => {
  const long = shown("𠮷".repeat(300_000));
  assert.deepEqual([long?.text.length, long?.cut], [100_000, true]);
  assert.deepEqual(shown("a".repeat(100_000))?.cut, false);
  assert.deepEqual(shown("a".repeat(100_001))?.cut, true);
});

test("what the host tells of documents is taken by name and kind", () => {
  const digest = Buffer.alloc(32).toString("base64");
  const told = { name: "a", mediaType: "application/pdf", size: 8, digest, pages: 2, title: "T" };
  assert.deepEqual(documentNews({ documents: [{ ...told, more: 1 }] }), { documents: [told] });
  assert.deepEqual(
    documentNews({ documents: [{ name: 7, size: -1, pages: "2", title: "", digest: "<b>" }] }),
    {
      documents: [{ name: "7", digest: "" }],
    },
  );
  assert.deepEqual(documentNews({ document: 2, of: 3 }), { place: [2, 3] });
  for (const news of [
    { document: 4, of: 3 },
    { document: 0, of: 3 },
    { document: 1.5, of: 3 },
    { documents: Array(21).fill(told) },
  ])
    assert.deepEqual(documentNews(news), {});
});
