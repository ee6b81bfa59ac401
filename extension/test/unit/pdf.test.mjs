// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { deflateSync } from "node:zlib";
import { fillPrepared, findPrepared, PdfError, preparePdf } from "../../page/openjpki-pdf.js";

/** Signature fields of the page library, signed by openssl and judged by poppler's pdfsig. */

const folder = mkdtempSync(join(tmpdir(), "openjpki-pdf-"));
after(() => rmSync(folder, { recursive: true }));
const run = (/** @type {string} */ program, /** @type {string[]} */ ...args) =>
  execFileSync(program, args, { cwd: folder, stdio: ["ignore", "pipe", "ignore"] });
run(
  "openssl",
  ..."req -x509 -newkey rsa:2048 -nodes -subj /CN=Signer -keyout key.pem -out certificate.pem".split(" "),
);

/**
 * @param {Uint8Array} content
 * @returns {Buffer} detached CMS, CAdES.
 */
function sign(content) {
  writeFileSync(join(folder, "content"), content);
  const options =
    "cms -sign -binary -cades -md sha256 -in content -signer certificate.pem -inkey key.pem -outform DER";
  return run("openssl", ...options.split(" "));
}

/**
 * @param {Uint8Array} pdf
 * @returns {string} what pdfsig says of every signature in it.
 */
function judged(pdf) {
  writeFileSync(join(folder, "signed.pdf"), pdf);
  return run("pdfsig", "-nocert", "signed.pdf").toString();
}

const BODIES = [
  "<< /Type /Catalog /Pages 2 0 R /Lang (a \\) b) >>",
  "<< /Type /Pages /Kids [3 0 R] /Count 1 % of pages\n>>",
  "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Annots 4 0 R >>",
  "[ ]",
];

/** @returns {Buffer} a PDF with a classic table. */
function tablePdf() {
  let text = "%PDF-1.4\n%\u00e2\u00e3\n";
  const rows = BODIES.map((body, index) => {
    const row = `${String(text.length).padStart(10, "0")} 00000 n \n`;
    text += `${index + 1} 0 obj\n${body}\nendobj\n`;
    return row;
  });
  const table = `xref\n0 5\n0000000000 65535 f \n${rows.join("")}`;
  return Buffer.from(
    `${text}${table}trailer\n<< /Size 5 /Root 1 0 R >>\nstartxref\n${text.length}\n%%EOF`,
    "latin1",
  );
}

/** @returns {Buffer} a PDF of today: objects and table in packed streams, the table with PNG's prediction. */
function streamPdf() {
  const bodies = BODIES.map((body) => `${body} `);
  const offsets = bodies.map((_, index) => bodies.slice(0, index).join("").length);
  const head = offsets.map((offset, index) => `${index + 1} ${offset}`).join(" ") + " ";
  const packed = deflateSync(Buffer.from(head + bodies.join(""), "latin1"));
  const facts = `/Type /ObjStm /N 4 /First ${head.length} /Filter /FlateDecode /Length 7 0 R`;
  const start = `%PDF-1.5\n5 0 obj\n<< ${facts} >>\nstream\n`;
  const length = `\nendstream\nendobj\n`;
  const at7 = start.length + packed.length + length.length;
  const number = `7 0 obj\n${packed.length}\nendobj\n`;
  const at6 = at7 + number.length;
  const rows = [[0, 0, 0], ...BODIES.map((_, index) => [2, 5, index]), [1, 9, 0], [1, at6, 0], [1, at7, 0]];
  const plain = rows.map(([kind = 0, one = 0, two = 0]) => [kind, one >> 8, one & 255, two]);
  const predicted = plain.map((row, index) => [
    2,
    ...row.map((byte, column) => (byte - (plain[index - 1]?.[column] ?? 0)) & 255),
  ]);
  const table = deflateSync(Buffer.from(predicted.flat()));
  const own = `/Type /XRef /Size 8 /Root 1 0 R /W [1 2 1] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >> /Length ${table.length}`;
  return Buffer.concat([
    Buffer.from(start, "latin1"),
    packed,
    Buffer.from(`${length}${number}6 0 obj\n<< ${own} >>\nstream\n`, "latin1"),
    table,
    Buffer.from(`\nendstream\nendobj\nstartxref\n${at6}\n%%EOF\n`),
  ]);
}

for (const [style, pdf] of Object.entries({ table: tablePdf(), streams: streamPdf() })) {
  test(`a PDF with ${style}: prepared, signed twice over, and found whole by pdfsig`, async () => {
    const prepared = await preparePdf(pdf, {
      reason: "契約 (contract)",
      time: new Date("2026-04-01T09:00:00Z"),
    });
    assert.deepEqual(
      prepared.pdf.subarray(0, pdf.length),
      new Uint8Array(pdf),
      "the file itself is not touched",
    );
    const [, before, after, rest] = prepared.byteRange;
    assert.equal(after + rest, prepared.pdf.length);
    assert.equal(prepared.content.length, before + rest);
    const once = fillPrepared(prepared, sign(prepared.content));
    const said = judged(once);
    assert.match(said, /Signature Type: ETSI\.CAdES\.detached/);
    assert.ok(Buffer.from(once).includes("/M (D:20260401090000Z)"));
    assert.match(said, /Total document signed/);
    assert.match(said, /Signature Validation: Signature is Valid/);

    const second = await preparePdf(once);
    const twice = fillPrepared(second, sign(second.content).toString("base64"));
    assert.equal(judged(twice).match(/Signature is Valid/g)?.length, 2, judged(twice));

    const forged = once.slice();
    forged[pdf.length - 12] = (forged[pdf.length - 12] ?? 0) ^ 1;
    assert.doesNotMatch(judged(forged), /Signature is Valid/);
  });
}

test("a field that was prepared elsewhere is found; a signed one, or one that does not cover the file, is not", async () => {
  const { pdf, byteRange } = await preparePdf(tablePdf());
  const found = findPrepared(pdf);
  assert.deepEqual(found.byteRange, byteRange);
  assert.throws(() => findPrepared(Buffer.concat([pdf, Buffer.from("more")])), PdfError);
  assert.throws(() => findPrepared(fillPrepared(found, sign(found.content))), PdfError);
  assert.throws(() => findPrepared(tablePdf()), PdfError);
  assert.throws(() => fillPrepared(found, new Uint8Array(8_193)), /does not fit/);
});

test("what is no PDF, broken or encrypted is refused with a sentence", async () => {
  const table = tablePdf().toString("latin1");
  for (const [broken, sentence] of /** @type {[string, RegExp][]} */ ([
    ["GIF89a", /not a whole PDF/],
    [table.slice(0, -20), /not a whole PDF/],
    [table.replace("/Root", "/Encrypt 9 0 R /Root"), /encrypted/],
    [table.replace(/startxref\n\d+/, "startxref\n3"), /does not fit|cannot be read/],
    [table.replace("/Kids [3 0 R]", "/Kids [2 0 R]"), /no page/],
    [table.replace("trailer\n<<", "trailer\n<< /X " + "[".repeat(200)), /too deeply|ends too early/],
    [table.replace("xref\n0 5", `xref\n0 ${"9".repeat(15)}`), /does not fit/],
    [table.replace(/trailer[^]*?startxref/, "trailer\n<< /X [ <41 ] startxref"), /a string has no end/],
    [streamPdf().toString("latin1").replace("/W [1 2 1]", "/W [0 0 0]"), /does not fit/],
  ])) {
    await assert.rejects(preparePdf(Buffer.from(broken, "latin1")), sentence);
  }
  const endless = streamPdf()
    .toString("latin1")
    .replace("/XRef", `/XRef /Index [0 ${"9".repeat(15)}]`);
  assert.ok(await preparePdf(Buffer.from(endless, "latin1")), "as far as there are rows");
});
