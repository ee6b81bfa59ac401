// @ts-check

/**
 * Splits a web origin for display. Nothing is prettified: punycode stays punycode.
 *
 * @param {string} origin - as the browser serializes it, `https://host[:port]`.
 * @returns {{ scheme: string, host: string, port: string }} the parts, `scheme` with `://`, `port` with its colon or empty.
 */
export function originParts(origin) {
  const url = new URL(origin);
  return { scheme: `${url.protocol}//`, host: url.hostname, port: url.port && `:${url.port}` };
}

/**
 * @param {string} origin
 * @returns {string} the match pattern that a browser's site permission uses. It names no port, for Firefox knows
 * none in patterns; the list of sites holds the exact origin.
 */
export function originPattern(origin) {
  const { scheme, host } = originParts(origin);
  return `${scheme}${host}/*`;
}

/**
 * @param {string} origin
 * @returns {boolean} whether a page of this origin may ask at all: https, or http on this very computer.
 */
export function isTrustworthy(origin) {
  if (!URL.canParse(origin)) return false;
  const { origin: serialized, protocol, hostname } = new URL(origin);
  if (serialized !== origin) return false;
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.has(hostname));
}

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);
