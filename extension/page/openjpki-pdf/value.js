// @ts-check

/** Values in PDF files: ISO 32000-1 section 7.3, as far as a signature field needs them. */

/** A PDF that cannot be read, or cannot be signed. */
export class PdfError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "PdfError";
  }
}

/**
 * What a value in a PDF is, with the words that stand for it. Only what this module looks into is taken apart.
 *
 * @typedef {{ raw: string, entries?: Map<string, Value>, items?: Value[], number?: number, name?: string, object?: number,
 *   end: number }} Value
 */

const BLANK = "\0\t\n\f\r ";
const REGULAR = /[^\0\t\n\f\r ()<>[\]{}/%]+/y;

/**
 * @param {string} text
 * @param {number} start
 * @param {number} [depth]
 * @returns {Value}
 */
export function parse(text, start, depth = 0) {
  if (depth > 64) throw new PdfError("The PDF is nested too deeply.");
  const at = skipBlank(text, start);
  if (text.startsWith("<<", at)) return parseDictionary(text, at, depth);
  if (text[at] === "[") return parseArray(text, at, depth);
  if (text[at] === "(") return parseString(text, at);
  if (text[at] === "<") return parseHexString(text, at);
  const end = regularEnd(text, text[at] === "/" ? at + 1 : at);
  const raw = text.slice(at, end);
  if (raw.startsWith("/")) return { ...value(text, at, end), name: raw.slice(1) };
  const reference = /(\d+)\s+(\d+)\s+R(?![^\0\t\n\f\r ()<>[\]{}/%])/y;
  reference.lastIndex = at;
  const found = reference.exec(text);
  if (found) return { ...value(text, at, reference.lastIndex), object: Number(found[1]) };
  if (raw === "") throw new PdfError("The PDF cannot be read.");
  return { ...value(text, at, end), ...(/^[+-]?[\d.]+$/.test(raw) && { number: Number(raw) }) };
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} depth
 * @returns {Value}
 */
function parseDictionary(text, at, depth) {
  const entries = new Map();
  let end = skipBlank(text, at + 2);
  while (!text.startsWith(">>", end)) {
    const key = parse(text, end, depth + 1);
    if (key.name === undefined) throw new PdfError("The PDF cannot be read: a key is no name.");
    const entry = parse(text, key.end, depth + 1);
    entries.set(key.name, entry);
    end = skipBlank(text, entry.end);
  }
  return { ...value(text, at, end + 2), entries };
}

/**
 * @param {string} text
 * @param {number} at
 * @param {number} depth
 * @returns {Value}
 */
function parseArray(text, at, depth) {
  /** @type {Value[]} */
  const items = [];
  let end = skipBlank(text, at + 1);
  while (text[end] !== "]") {
    const item = parse(text, end, depth + 1);
    items.push(item);
    end = skipBlank(text, item.end);
  }
  return { ...value(text, at, end + 1), items };
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {Value}
 */
function parseString(text, at) {
  let open = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text[end] === "\\") end += 1;
    else if (text[end] === "(") open += 1;
    else if (text[end] === ")" && --open === 0) return value(text, at, end + 1);
  }
  throw new PdfError("The PDF cannot be read: a string has no end.");
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {Value}
 */
function parseHexString(text, at) {
  const last = text.indexOf(">", at);
  if (last < 0) throw new PdfError("The PDF cannot be read: a string has no end.");
  return value(text, at, last + 1);
}

/**
 * @param {string} text
 * @param {number} start
 * @param {number} end
 * @returns {Value}
 */
function value(text, start, end) {
  return { raw: text.slice(start, end), end };
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number} where the next word starts, after blanks and comments.
 */
function skipBlank(text, at) {
  for (; at < text.length; at += 1) {
    if (text[at] === "%") at = lineEnd(text, at);
    else if (!BLANK.includes(text[at] ?? "")) break;
  }
  if (at >= text.length) throw new PdfError("The PDF cannot be read: it ends too early.");
  return at;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function lineEnd(text, at) {
  const end = /[\r\n]|$/g;
  end.lastIndex = at;
  return end.exec(text)?.index ?? text.length;
}

/**
 * @param {string} text
 * @param {number} at
 * @returns {number}
 */
function regularEnd(text, at) {
  REGULAR.lastIndex = at;
  return REGULAR.test(text) ? REGULAR.lastIndex : at;
}

/**
 * @param {Map<string, Value>} entries
 * @returns {string}
 */
export function dictionary(entries) {
  return `<< ${[...entries].map(([key, { raw }]) => `/${key} ${raw}`).join(" ")} >>`;
}
