// @ts-check
import { Refusal } from "../shared/codes.js";

/** @typedef {{ name: string, mediaType: string, content: string } | { name: string, digest: string, algorithm: "SHA-256" }} PageDocument base64 inside */

/** Documents under one password. Source: docs/PROTOCOL.md section 7. */
const MOST_DOCUMENTS = 20;

/** Characters of a name. */
const LONGEST_NAME = 255;

/** Bytes of all contents together: as base64 they fit, with all else, the 16 MiB that the host takes in one message. */
export const LARGEST = 11 * 1024 * 1024;

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** `type/subtype` with parameters, as RFC 9110 section 8.3.1 writes it. */
const MEDIA_TYPE = /^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(?:; ?[\x21-\x7e ]{1,100})?$/;

/**
 * Parses what a page wants signed. Nothing of it went to the host yet; each refusal says in words what is wrong.
 *
 * @param {unknown} params
 * @returns {{ documents: PageDocument[], output: "cms" | "pades" | "raw" }}
 * @throws {Refusal} `invalid-request`.
 */
export function parseDocuments(params) {
  const { documents, output = "cms" } = /** @type {Record<string, unknown>} */ (params ?? {});
  if (!Array.isArray(documents) || documents.length === 0 || documents.length > MOST_DOCUMENTS) {
    throw invalid(`\`documents\` must be a list of 1 to ${MOST_DOCUMENTS} documents.`);
  }
  if (output !== "cms" && output !== "pades" && output !== "raw") {
    throw invalid('`output` must be "cms", "pades" or "raw".');
  }
  const parsed = documents.map((document, index) => parseDocument(document, `Document ${index + 1}`));
  const size = parsed.reduce(
    (sum, document) => sum + ("content" in document ? bytes(document.content) : 0),
    0,
  );
  if (size > LARGEST)
    throw invalid(`All contents together have ${size} bytes; at most ${LARGEST} can be signed at once.`);
  return { documents: parsed, output };
}

/**
 * @param {PageDocument[]} documents
 * @returns {boolean} whether there is one that nobody here can see.
 */
export function hasUnseen(documents) {
  return documents.some((document) => "digest" in document);
}

/**
 * @param {string} base64 - well-formed.
 * @returns {number} bytes in it.
 */
export function bytes(base64) {
  return (base64.length / 4) * 3 - (base64.length - base64.replace(/=+$/, "").length);
}

/**
 * @param {unknown} value
 * @returns {value is string} whether it is base64 with padding, RFC 4648 section 4.
 */
export function isBase64(value) {
  return typeof value === "string" && value.length % 4 === 0 && BASE64.test(value);
}

/**
 * @param {unknown} document
 * @param {string} which - for the sentence.
 * @returns {PageDocument} only what the protocol names.
 */
function parseDocument(document, which) {
  const given = typeof document === "object" && document !== null ? document : {};
  const { name, mediaType, content, digest, algorithm } = /** @type {Record<string, unknown>} */ (given);
  if (
    typeof name !== "string" ||
    name === "" ||
    [...name].length > LONGEST_NAME ||
    /\p{Cc}|[\u2028\u2029]/u.test(name)
  ) {
    throw invalid(`${which}: \`name\` must have 1 to ${LONGEST_NAME} characters, no control characters.`);
  }
  if ((content === undefined) === (digest === undefined)) {
    throw invalid(`${which}: either \`content\` or \`digest\` must be given.`);
  }
  if (digest !== undefined) {
    if (!isBase64(digest) || bytes(digest) !== 32 || algorithm !== "SHA-256") {
      throw invalid(`${which}: \`digest\` must be base64 of 32 bytes, with \`algorithm\` "SHA-256".`);
    }
    return { name, digest, algorithm };
  }
  if (!isBase64(content)) throw invalid(`${which}: \`content\` must be base64 with padding.`);
  if (typeof mediaType !== "string" || !MEDIA_TYPE.test(mediaType)) {
    throw invalid(`${which}: \`mediaType\` must be a media type such as "application/pdf".`);
  }
  return { name, mediaType, content };
}

/**
 * @param {string} sentence - for the page's developer.
 * @returns {Refusal}
 */
function invalid(sentence) {
  return new Refusal("invalid-request", { sentence });
}
