// @ts-check
import { Refusal } from "../shared/codes.js";
import { bytes, isBase64 } from "./documents.js";

/** Bytes of a certificate of the card. */
const CERTIFICATE = [1, 4096];

/** Bytes of a signature of RSA-2048. */
const SIGNATURE = [256, 256];

/** Bytes of a CMS with the certificate inside. */
const CMS = [256, 16_384];

/**
 * What each method's result must hold, and nothing else: words that are always the same, then base64 fields with their sizes
 * in bytes.
 *
 * @type {Record<string, { fixed: Record<string, string>, fields: Record<string, number[]> }>}
 */
const RESULTS = Object.freeze({
  authenticate: {
    fixed: { format: "openjpki-authenticate/1", algorithm: "RS256" },
    fields: { authenticationCertificate: CERTIFICATE, authenticationSignature: SIGNATURE },
  },
  register: {
    fixed: { format: "openjpki-register/1", algorithm: "RS256" },
    fields: {
      signatureCertificate: CERTIFICATE,
      signature: SIGNATURE,
      authenticationCertificate: CERTIFICATE,
      authenticationSignature: SIGNATURE,
    },
  },
  certificate: { fixed: {}, fields: { certificate: CERTIFICATE } },
  "web-eid-authenticate": {
    fixed: { format: "web-eid:1.0", algorithm: "RS256" },
    fields: { unverifiedCertificate: CERTIFICATE, signature: SIGNATURE },
  },
});

/**
 * Checks the shape of the host's result and copies what the protocol names. Its truth is for the site's server.
 *
 * @param {import("./request.js").CeremonyRequest} request
 * @param {unknown} result
 * @returns {Record<string, unknown>}
 * @throws {Refusal} `host-failed` for anything else than the method's result.
 */
export function parseResult({ method, params }, result) {
  if (typeof result !== "object" || result === null) throw new Refusal("host-failed");
  const given = new Map(Object.entries(result));
  if (method === "sign" && "documents" in params) return parseSignatures(params, given);
  const { fixed = {}, fields = {} } = RESULTS[method] ?? {};
  /** @type {Record<string, string>} */
  const parsed = {};
  for (const [name, value] of Object.entries(fixed)) {
    if (given.get(name) !== value) throw new Refusal("host-failed");
    parsed[name] = value;
  }
  for (const [name, size] of Object.entries(fields)) parsed[name] = sized(given.get(name), size);
  if (method === "web-eid-authenticate") parsed.appVersion = appVersion(given.get("appVersion"));
  if (given.size !== Object.keys(parsed).length) throw new Refusal("host-failed");
  return parsed;
}

/**
 * One signature for each document, in their order.
 *
 * @param {{ documents: import("./documents.js").PageDocument[], output: string }} asked
 * @param {Map<string, unknown>} given
 */
function parseSignatures({ documents, output }, given) {
  const signatures = given.get("signatures");
  const complete = Array.isArray(signatures) && signatures.length === documents.length && given.size === 3;
  if (!complete || given.get("format") !== "openjpki-sign/1") throw new Refusal("host-failed");
  return {
    format: "openjpki-sign/1",
    certificate: sized(given.get("certificate"), CERTIFICATE),
    signatures: documents.map((document, index) => {
      const { name, digest, output: made, signature } = Object(signatures[index]);
      const asAsked = name === document.name && made === output;
      if (!asAsked || ("digest" in document && digest !== document.digest)) throw new Refusal("host-failed");
      const size = output === "raw" ? SIGNATURE : CMS;
      return { name, digest: sized(digest, [32, 32]), output, signature: sized(signature, size) };
    }),
  };
}

/**
 * @param {unknown} value
 * @param {number[]} size - least and most bytes.
 * @returns {string}
 * @throws {Refusal} `host-failed` for what is not base64 of that size.
 */
function sized(value, [least = 0, most = 0]) {
  const fits = typeof value === "string" && value.length <= Math.ceil(most / 3) * 4 && isBase64(value);
  if (!fits || bytes(value) < least || bytes(value) > most) throw new Refusal("host-failed");
  return value;
}

/**
 * @param {unknown} value
 * @returns {string} an address with a version, of Web eID's token.
 */
function appVersion(value) {
  if (typeof value !== "string" || !/^https:\/\/[\x21-\x7e]{1,200}$/.test(value))
    throw new Refusal("host-failed");
  return value;
}
