// @ts-check
import { PdfError } from "./value.js";

/** Bytes, and text with one character for each of them. */

/**
 * @param {Uint8Array} from
 * @returns {string} one character for each byte.
 */
export function latin1(from) {
  let text = "";
  for (let at = 0; at < from.length; at += 32_768)
    text += String.fromCharCode(...from.subarray(at, at + 32_768));
  return text;
}

/**
 * @param {string} text
 * @returns {Uint8Array}
 */
export function bytes(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/**
 * @param {...Uint8Array} parts
 * @returns {Uint8Array}
 */
export function concatenate(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/**
 * @param {Uint8Array} packed
 * @returns {Promise<Uint8Array>}
 */
export async function inflate(packed) {
  const stream = new Blob([/** @type {Uint8Array<ArrayBuffer>} */ (packed)])
    .stream()
    .pipeThrough(new DecompressionStream("deflate"));
  const parts = [];
  try {
    for (const reader = stream.getReader(); ;) {
      const { done, value: part } = await reader.read();
      if (done) break;
      parts.push(part);
    }
  } catch {
    if (parts.length === 0) throw new PdfError("The PDF cannot be read: a stream does not unpack."); // what follows the end is nothing
  }
  return concatenate(...parts);
}

/**
 * @param {Uint8Array} rows - each with a byte in front that says how it was written. Source: PNG, section 9.
 * @param {number} columns
 * @returns {Uint8Array}
 */
export function undoPng(rows, columns) {
  const count = Math.floor(rows.length / (columns + 1));
  const out = new Uint8Array(count * columns);
  for (let row = 0; row < count; row += 1) {
    const kind = rows[row * (columns + 1)];
    if (kind !== 0 && kind !== 2)
      throw new PdfError("The PDF packs its table of objects in a way that is not known here.");
    for (let column = 0; column < columns; column += 1) {
      const above = kind === 2 && row > 0 ? (out[(row - 1) * columns + column] ?? 0) : 0;
      out[row * columns + column] = (rows[row * (columns + 1) + 1 + column] ?? 0) + above;
    }
  }
  return out;
}
