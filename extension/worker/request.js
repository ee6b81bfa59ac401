// @ts-check
import { Refusal } from "../shared/codes.js";

/**
 * @typedef {object} CeremonyRequest what the host will be asked; everything else a page sent is dropped.
 * @property {"authenticate" | "register"} method
 * @property {string} nonce
 */

/** The server's random bytes, 32 at least, in base64 or base64url. */
const NONCE = /^(?:[A-Za-z0-9+/]+|[A-Za-z0-9_-]+)={0,2}$/;

/**
 * Parses what a page asks for. Keys that the protocol does not name, an origin above all, are left behind here.
 *
 * @param {unknown} method
 * @param {unknown} params
 * @returns {CeremonyRequest}
 * @throws {Refusal} `unsupported` for a method of another version, `invalid-request` for a malformed nonce.
 */
export function parseRequest(method, params) {
  if (method !== "authenticate" && method !== "register") throw new Refusal("unsupported");
  const nonce = typeof params === "object" && params !== null && "nonce" in params ? params.nonce : undefined;
  if (typeof nonce !== "string" || nonce.length < 43 || nonce.length > 128 || !NONCE.test(nonce)) {
    throw new Refusal("invalid-request");
  }
  return { method, nonce };
}
