// @ts-check
import { bytes, concatenate, latin1 } from "./openjpki-pdf/bytes.js";
import { PdfFile } from "./openjpki-pdf/file.js";
import { PdfError } from "./openjpki-pdf/value.js";

/**
 * Signature fields in PDF files, for web pages: prepare one, and put the signature in (PAdES, `ETSI.CAdES.detached`). A prepared
 * field is appended to the file as an incremental update, so earlier signatures stay what they are. Needs no server.
 *
 * Source: ISO 32000-1 sections 7.5 (file structure) and 12.8 (signatures); ETSI EN 319 142-1.
 */

export { PdfError };

/** Bytes for the CMS; one with a certificate of the card has less than half. */
const ROOM = 8_192;

/** @type {typeof import("./openjpki-pdf.js").preparePdf} */
export async function preparePdf(pdf, { reason, location, time = new Date() } = {}) {
  const original = new Uint8Array(pdf);
  const file = await PdfFile.read(latin1(original));
  const [signature, field] = [file.size, file.size + 1];
  const page = await file.firstPage();
  const objects = new Map([
    [signature, signatureDictionary({ reason, location, time })],
    [field, widget(field, signature, page.reference.raw)],
  ]);
  await file.addAnnotation(page, field, objects);
  await file.addField(field, objects);
  const newline = original.at(-1) === 0x0a || original.at(-1) === 0x0d ? "" : "\n";
  const whole = concatenate(
    original,
    bytes(newline + file.update(original.length + newline.length, objects)),
  );
  return findPrepared(writeByteRange(whole, original.length));
}

/** @type {typeof import("./openjpki-pdf.js").findPrepared} */
export function findPrepared(pdf) {
  const whole = new Uint8Array(pdf);
  const text = latin1(whole);
  const range = [...text.matchAll(/\/ByteRange\s*\[\s*0\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g)].at(-1);
  const [before = 0, after = 0, rest = 0] = (range ?? []).slice(1).map(Number);
  const gap = text.slice(before, after);
  if (!range || after + rest !== whole.length || !/^<0+>$/.test(gap)) {
    throw new PdfError("The PDF has no prepared signature field whose ByteRange covers the whole file.");
  }
  return {
    pdf: whole,
    byteRange: [0, before, after, rest],
    content: concatenate(whole.subarray(0, before), whole.subarray(after)),
  };
}

/** @type {typeof import("./openjpki-pdf.js").fillPrepared} */
export function fillPrepared({ pdf, byteRange: [, before, after] }, cms) {
  const der = typeof cms === "string" ? bytes(atob(cms)) : cms;
  const hex = [...der].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex.length > after - before - 2)
    throw new PdfError("The signature does not fit into the prepared field.");
  const signed = pdf.slice();
  signed.set(bytes(hex), before + 1);
  return signed;
}

/**
 * @param {{ reason?: string | undefined, location?: string | undefined, time: Date }} facts
 * @returns {string} with room for what is known later only: ByteRange, and the signature itself.
 */
function signatureDictionary({ reason, location, time }) {
  const day = time.toISOString().replace(/[-:T]/g, "").slice(0, 14);
  const told = [
    ["Reason", reason],
    ["Location", location],
  ].flatMap(([key, words]) => (words ? [`/${key} ${textString(words)}`] : []));
  return `<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (D:${day}Z) ${told.join(" ")}
/ByteRange ${BYTE_RANGE}
/Contents <${"0".repeat(ROOM * 2)}> >>`;
}

const BYTE_RANGE = `[0${" ".repeat(33)}]`;

/**
 * @param {Uint8Array} whole
 * @param {number} from - where the update begins.
 * @returns {Uint8Array} with the ByteRange written: the whole file but the signature itself, angle brackets included.
 */
function writeByteRange(whole, from) {
  const text = latin1(whole.subarray(from));
  const range = from + text.indexOf(`/ByteRange ${BYTE_RANGE}`) + 11;
  const before = from + text.indexOf("/Contents <") + 10;
  const after = before + ROOM * 2 + 2;
  const words = `[0 ${before} ${after} ${whole.length - after}`;
  whole.set(bytes(`${words.padEnd(BYTE_RANGE.length - 1)}]`), range);
  return whole;
}

/**
 * @param {number} field
 * @param {number} signature
 * @param {string} page
 * @returns {string} an invisible field and its place on a page in one.
 */
function widget(field, signature, page) {
  return `<< /Type /Annot /Subtype /Widget /FT /Sig /T (OpenJPKI-${field}) /F 132 /Rect [0 0 0 0] /P ${page} /V ${signature} 0 R >>`;
}

/**
 * @param {string} words
 * @returns {string} a text string in UTF-16, in hexadecimal.
 */
function textString(words) {
  const units = [...Array(words.length).keys()].map((index) =>
    words.charCodeAt(index).toString(16).padStart(4, "0"),
  );
  return `<feff${units.join("")}>`;
}
