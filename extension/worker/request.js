// @ts-check
import { Refusal } from "../shared/codes.js";
import { parseDocuments } from "./documents.js";

/** @typedef {"authenticate" | "register" | "sign" | "certificate" | "web-eid-authenticate"} Method what a ceremony is for */

/**
 * @typedef {object} CeremonyRequest what the host will be asked; everything else a page sent is dropped.
 * @property {Method} method
 * @property {{ nonce: string } | { documents: import("./documents.js").PageDocument[], output: "cms" | "pades" | "raw" } | { key: import("../shared/codes.js").Key }} params - beside origin and language.
 * @property {number} [limit] - ms after which it has timed out.
 */

/** The server's random bytes, 32 at least, in base64 or base64url. */
const NONCE = /^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/;

/**
 * Parses what a page asks for. Keys that the protocol does not name, an origin above all, are left behind here.
 *
 * @param {unknown} method
 * @param {unknown} params
 * @returns {CeremonyRequest}
 * @throws {Refusal} `unsupported` for a method of another version, `invalid-request` for what is malformed.
 */
export function parseRequest(method, params) {
  if (method === "sign") return { method, params: parseDocuments(params) };
  if (method !== "authenticate" && method !== "register") throw new Refusal("unsupported");
  const nonce = typeof params === "object" && params !== null && "nonce" in params ? params.nonce : undefined;
  return { method, params: { nonce: parseNonce(nonce) } };
}

/**
 * @param {unknown} nonce
 * @returns {string}
 * @throws {Refusal} `invalid-request`.
 */
export function parseNonce(nonce) {
  if (typeof nonce !== "string" || nonce.length < 43 || nonce.length > 128 || !NONCE.test(nonce)) {
    const sentence = "The nonce must be 43 to 128 characters of base64 or base64url.";
    throw new Refusal("invalid-request", { sentence });
  }
  return nonce;
}
