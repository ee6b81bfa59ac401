// @ts-check

/**
 * @typedef {object} ToldDocument a document to sign, as the host read it.
 * @property {string} name
 * @property {string} [mediaType] - as the site says; none for a digest alone.
 * @property {number} [size] - bytes.
 * @property {string} digest - SHA-256, base64.
 * @property {number} [pages] - of a PDF.
 * @property {string} [title] - of a PDF.
 */

/** Documents under one password. */
const MOST = 20;

/**
 * What the host tells of documents while it works: all of them before the password, which one while it signs.
 *
 * @param {Record<string, unknown>} detail - of its progress.
 * @returns {{ documents?: ToldDocument[], place?: [number, number] }} the known keys with known values.
 */
export function documentNews({ documents, document, of }) {
  const listed =
    Array.isArray(documents) && documents.length <= MOST ? documents.map(toldDocument) : undefined;
  const counted = isCount(document) && isCount(of) && document >= 1 && document <= of && of <= MOST;
  return {
    ...(listed && { documents: listed }),
    ...(counted && { place: /** @type {[number, number]} */ ([document, of]) }),
  };
}

/** Base64 of 32 bytes. */
const DIGEST = /^[A-Za-z0-9+/]{43}=$/;

/**
 * @param {unknown} document
 * @returns {ToldDocument}
 */
function toldDocument(document) {
  const { name, mediaType, size, digest, pages, title } = /** @type {Record<string, unknown>} */ (
    Object(document)
  );
  return {
    name: String(name).slice(0, 255),
    digest: typeof digest === "string" && DIGEST.test(digest) ? digest : "",
    ...(typeof mediaType === "string" && { mediaType: mediaType.slice(0, 255) }),
    ...(isCount(size) && { size }),
    ...(isCount(pages) && { pages }),
    ...(typeof title === "string" && title !== "" && { title: title.slice(0, 255) }),
  };
}

/**
 * @param {unknown} value
 * @returns {value is number}
 */
function isCount(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}
