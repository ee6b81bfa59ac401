// @ts-check
import { bytes, inflate, latin1, undoPng } from "./bytes.js";
import { dictionary, parse, PdfError } from "./value.js";

/** @typedef {import("./value.js").Value} Value */

const MISFIT = "The PDF's table of objects does not fit the file.";

/** Where the objects of a file are, and the newest trailer. */
export class PdfFile {
  /** @type {Map<number, { offset: number } | { stream: number, index: number }>} */
  #places = new Map();
  /** @type {Map<number, Promise<{ text: string, offsets: number[] }>>} */
  #streams = new Map();
  /** @type {Map<string, Value>} */
  #trailer = new Map();
  #newest = 0;
  #asStream = false;

  /** @param {string} text - one character for each byte. */
  constructor(text) {
    this.text = text;
  }

  /**
   * @param {string} text
   * @returns {Promise<PdfFile>}
   */
  static async read(text) {
    const file = new PdfFile(text);
    const start = /startxref\s+(\d+)\s+%%EOF/.exec(text.slice(text.lastIndexOf("startxref")));
    if (!text.startsWith("%PDF-") || !start) throw new PdfError("This is not a whole PDF.");
    file.#newest = Number(start[1]);
    await file.#readSections();
    if (file.#trailer.has("Encrypt"))
      throw new PdfError("The PDF is encrypted; sign it before it is encrypted.");
    return file;
  }

  /** @returns {number} the first object number that is free. */
  get size() {
    return this.#trailer.get("Size")?.number ?? 0;
  }

  /** Reads the newest cross-reference section and those before it. */
  async #readSections() {
    const visited = new Set();
    /** @type {(number | undefined)[]} */
    const queue = [this.#newest];
    while (queue.length > 0) {
      const at = queue.shift();
      if (at === undefined || visited.has(at)) continue;
      visited.add(at);
      const isTable = this.text.startsWith("xref", at);
      const trailer = isTable ? this.#readTable(at) : await this.#readStreamSection(at);
      if (visited.size === 1) [this.#trailer, this.#asStream] = [trailer, !isTable];
      queue.push(trailer.get("XRefStm")?.number, trailer.get("Prev")?.number);
    }
  }

  /**
   * @param {number} at
   * @returns {Map<string, Value>} its trailer.
   */
  #readTable(at) {
    let place = at + 4;
    const head = /\s*(\d+)\s+(\d+)\s*/y;
    for (;;) {
      head.lastIndex = place;
      const found = head.exec(this.text);
      if (!found) break;
      const [first, count] = [Number(found[1]), Number(found[2])];
      if (head.lastIndex + count * 20 > this.text.length) throw new PdfError(MISFIT);
      for (let index = 0; index < count; index += 1) {
        const entry = this.text.slice(head.lastIndex + index * 20, head.lastIndex + index * 20 + 18);
        if (entry[17] === "n") this.#place(first + index, { offset: Number(entry.slice(0, 10)) });
      }
      place = head.lastIndex + count * 20;
    }
    const trailer = this.text.indexOf("trailer", place - 2);
    return parse(this.text, trailer + 7).entries ?? new Map();
  }

  /**
   * @param {number} at
   * @returns {Promise<Map<string, Value>>} its dictionary, which is the trailer as well.
   */
  async #readStreamSection(at) {
    const object = this.#objectAt(at);
    const rows = await this.#data(object);
    const entries = object.entries ?? new Map();
    const widths = (entries.get("W")?.items ?? []).slice(0, 3).map(({ number = 0 }) => number);
    const size = entries.get("Size")?.number ?? 0;
    const index = entries.get("Index")?.items?.map((/** @type {Value} */ { number = 0 }) => number) ?? [
      0,
      size,
    ];
    if (Math.max(...widths) < 1 || Math.max(...widths) > 8) throw new PdfError(MISFIT);
    let read = 0;
    const field = (/** @type {number} */ width) => {
      let sum = 0;
      for (const end = read + width; read < end; read += 1) sum = sum * 256 + rows.charCodeAt(read);
      return sum;
    };
    for (let pair = 0; pair < index.length; pair += 2) {
      const first = index[pair] ?? 0;
      const end = first + (index[pair + 1] ?? 0);
      for (let number = first; number < end && read < rows.length; number += 1) {
        const kind = widths[0] === 0 ? 1 : field(widths[0] ?? 0);
        const [second, third] = [field(widths[1] ?? 0), field(widths[2] ?? 0)];
        if (kind === 1) this.#place(number, { offset: second });
        if (kind === 2) this.#place(number, { stream: second, index: third });
      }
    }
    return entries;
  }

  /**
   * @param {number} number
   * @param {{ offset: number } | { stream: number, index: number }} place - counts unless a newer section named one.
   */
  #place(number, place) {
    if (!this.#places.has(number)) this.#places.set(number, place);
  }

  /**
   * @param {number} offset - of `1 0 obj`.
   * @returns {Value} with `end` where the value ends in the file.
   */
  #objectAt(offset) {
    const head = /\s*\d+\s+\d+\s+obj/y;
    head.lastIndex = offset;
    if (!head.test(this.text)) throw new PdfError(MISFIT);
    return parse(this.text, head.lastIndex);
  }

  /**
   * @param {Value | undefined} given
   * @returns {Promise<Value>} what a reference leads to; anything else as it is.
   */
  async resolve(given) {
    if (given?.object === undefined) return given ?? { raw: "null", end: 0 };
    const place = this.#places.get(given.object);
    if (!place) return { raw: "null", end: 0 };
    if ("offset" in place) return this.#objectAt(place.offset);
    const { text, offsets } = await this.#objectStream(place.stream);
    return parse(text, offsets[place.index] ?? text.length);
  }

  /**
   * @param {number} number
   * @returns {Promise<{ text: string, offsets: number[] }>}
   */
  #objectStream(number) {
    const read = async () => {
      const place = this.#places.get(number);
      if (!place || !("offset" in place)) throw new PdfError(MISFIT);
      const object = this.#objectAt(place.offset);
      const text = await this.#data(object);
      const first = object.entries?.get("First")?.number ?? 0;
      const head = text.slice(0, first).trim().split(/\s+/).map(Number);
      return { text, offsets: head.filter((_, index) => index % 2 === 1).map((offset) => first + offset) };
    };
    const known = this.#streams.get(number) ?? read();
    this.#streams.set(number, known);
    return known;
  }

  /**
   * @param {Value} object - a stream's dictionary.
   * @returns {Promise<string>} its content, unpacked.
   */
  async #data(object) {
    const opened = /\s*stream\r?\n/y;
    opened.lastIndex = object.end;
    if (!opened.test(this.text) || !object.entries)
      throw new PdfError("The PDF cannot be read: a stream is missing.");
    const { number: length = 0 } = await this.resolve(object.entries.get("Length"));
    const packed = this.text.slice(opened.lastIndex, opened.lastIndex + length);
    const filter = object.entries.get("Filter");
    const name = filter?.name ?? filter?.items?.[0]?.name;
    if (name === undefined) return packed;
    if (name !== "FlateDecode") throw new PdfError(`The PDF packs its table of objects with ${name}.`);
    const given = object.entries.get("DecodeParms");
    const parameters = (given?.items?.[0] ?? given)?.entries;
    const unpacked = await inflate(bytes(packed));
    const predicted = (parameters?.get("Predictor")?.number ?? 1) >= 10;
    return latin1(predicted ? undoPng(unpacked, parameters?.get("Columns")?.number ?? 1) : unpacked);
  }

  /** @returns {Promise<{ reference: Value, object: Value }>} */
  async firstPage() {
    const root = await this.resolve(this.#trailer.get("Root"));
    let reference = root.entries?.get("Pages");
    for (let depth = 0; depth < 64; depth += 1) {
      const object = await this.resolve(reference);
      const kids = await this.resolve(object.entries?.get("Kids"));
      if (reference && object.entries && !kids.items) return { reference, object };
      reference = kids.items?.[0];
    }
    throw new PdfError("The PDF has no page.");
  }

  /**
   * Adds a reference to the annotations of a page, wherever that list is written.
   *
   * @param {{ reference: Value, object: Value }} page
   * @param {number} added
   * @param {Map<number, string>} objects - gets what changes.
   */
  async addAnnotation({ reference, object }, added, objects) {
    const entries = new Map(object.entries);
    const place = entries.get("Annots");
    const list = await this.#listWith(place, added);
    if (place?.object !== undefined) objects.set(place.object, list);
    else objects.set(reference.object ?? 0, dictionary(entries.set("Annots", { raw: list, end: 0 })));
  }

  /**
   * @param {Value | undefined} place - of a list, or nothing.
   * @param {number} added
   * @returns {Promise<string>}
   */
  async #listWith(place, added) {
    const { items = [] } = await this.resolve(place);
    return `[${[...items.map(({ raw }) => raw), `${added} 0 R`].join(" ")}]`;
  }

  /**
   * Enters the field into the document's form.
   *
   * @param {number} field
   * @param {Map<number, string>} objects - gets what changes.
   */
  async addField(field, objects) {
    const rootReference = this.#trailer.get("Root");
    const root = await this.resolve(rootReference);
    if (!root.entries || rootReference?.object === undefined) throw new PdfError("The PDF has no catalog.");
    const place = root.entries.get("AcroForm");
    const form = await this.resolve(place);
    const entries = new Map(form.entries).set("SigFlags", { raw: "3", end: 0 });
    const fields = entries.get("Fields");
    const list = await this.#listWith(fields, field);
    if (fields?.object !== undefined) objects.set(fields.object, list);
    else entries.set("Fields", { raw: list, end: 0 });
    if (place?.object !== undefined) return void objects.set(place.object, dictionary(entries));
    const catalog = new Map(root.entries).set("AcroForm", { raw: dictionary(entries), end: 0 });
    objects.set(rootReference.object, dictionary(catalog));
  }

  /**
   * @param {number} start - where the update begins in the file.
   * @param {Map<number, string>} objects
   * @returns {string} the incremental update: objects, their table in the file's own style, trailer.
   */
  update(start, objects) {
    let text = "";
    /** @type {[number, number][]} */
    const offsets = [];
    for (const [number, body] of [...objects].sort(([one], [other]) => one - other)) {
      offsets.push([number, start + text.length]);
      text += `${number} 0 obj\n${body}\nendobj\n`;
    }
    const at = start + text.length;
    const trailer = new Map([...this.#trailer].filter(([key]) => ["Root", "Info", "ID"].includes(key)));
    trailer.set("Prev", { raw: String(this.#newest), end: 0 });
    const section = this.#asStream
      ? streamSection(offsets, trailer, this.size + 2, at)
      : tableSection(offsets, trailer, this.size + 2);
    return `${text}${section}startxref\n${at}\n%%EOF\n`;
  }
}

/**
 * @param {[number, number][]} offsets
 * @param {Map<string, Value>} trailer
 * @param {number} size
 * @returns {string}
 */
function tableSection(offsets, trailer, size) {
  const rows = offsets.map(([number, at]) => `${number} 1\n${String(at).padStart(10, "0")} 00000 n\r\n`);
  return `xref\n${rows.join("")}trailer\n${dictionary(trailer.set("Size", { raw: String(size), end: 0 }))}\n`;
}

/**
 * @param {[number, number][]} offsets
 * @param {Map<string, Value>} trailer
 * @param {number} own - number of this object.
 * @param {number} at - where it is.
 * @returns {string}
 */
function streamSection(offsets, trailer, own, at) {
  const all = [...offsets, [own, at]];
  const rows = all.map(
    ([, place = 0]) =>
      `\u0001${String.fromCharCode(...[24, 16, 8, 0].map((bits) => (place >>> bits) & 255))}\0\0`,
  );
  const content = rows.join("");
  const facts = `/Type /XRef /Size ${own + 1} /Index [${all.map(([number]) => `${number} 1`).join(" ")}] /W [1 4 2] /Length ${content.length}`;
  return `${own} 0 obj\n<< ${facts} ${dictionary(trailer).slice(3, -3)} >>\nstream\n${content}\nendstream\nendobj\n`;
}
