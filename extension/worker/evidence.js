// @ts-check
import { Refusal } from "../shared/codes.js";

/**
 * What each method's result must hold, and nothing else: format, then base64 fields with their sizes in bytes.
 * A certificate of the card fits 4 KiB; a signature of RSA-2048 has 256 bytes.
 */
const EVIDENCE = Object.freeze({
  authenticate: {
    format: "openjpki-authenticate/1",
    fields: { authenticationCertificate: [1, 4096], authenticationSignature: [256, 256] },
  },
  register: {
    format: "openjpki-register/1",
    fields: {
      signatureCertificate: [1, 4096],
      signature: [256, 256],
      authenticationCertificate: [1, 4096],
      authenticationSignature: [256, 256],
    },
  },
});

/**
 * Checks the shape of the host's evidence and copies what the protocol names. Its truth is for the site's server.
 *
 * @param {"authenticate" | "register"} method
 * @param {unknown} result
 * @returns {Record<string, string>}
 * @throws {Refusal} `host-failed` for anything else than evidence.
 */
export function parseEvidence(method, result) {
  const { format, fields } = EVIDENCE[method];
  if (typeof result !== "object" || result === null) throw new Refusal("host-failed");
  const given = new Map(Object.entries(result));
  if (given.get("format") !== format || given.get("algorithm") !== "RS256") throw new Refusal("host-failed");
  /** @type {Record<string, string>} */
  const evidence = { format, algorithm: "RS256" };
  for (const [name, [least = 0, most = 0]] of Object.entries(fields)) {
    const value = given.get(name);
    if (!isBase64(value, least, most)) throw new Refusal("host-failed");
    evidence[name] = value;
  }
  if (given.size !== Object.keys(evidence).length) throw new Refusal("host-failed");
  return evidence;
}

/**
 * @param {unknown} value
 * @param {number} least - bytes.
 * @param {number} most - bytes.
 * @returns {value is string}
 */
function isBase64(value, least, most) {
  if (typeof value !== "string" || value.length % 4 !== 0 || value.length > Math.ceil(most / 3) * 4)
    return false;
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(value)) return false;
  const size = (value.length / 4) * 3 - (value.length - value.replace(/=+$/, "").length);
  return size >= least && size <= most;
}
