// @ts-check
import { browser } from "../shared/browser.js";
import { pageError, Refusal } from "../shared/codes.js";
import { bytes, isBase64 } from "./documents.js";
import { parseNonce } from "./request.js";

/**
 * Web eID's messages, as its published page library (web-eid.js 2) sends and expects them: docs/PROTOCOL.md section 9.
 *
 * @type {import("./surfaces.js").Surface}
 */
export const webEid = {
  grant: "webEid",

  parse(said) {
    const message = /** @type {Record<string, unknown>} */ (Object(said));
    const action = String(message.action);
    const failure = (/** @type {Refusal} */ refusal) => failed(action, refusal);
    const acknowledgement = { action: `${action}-ack` };
    if (action === "web-eid:status") {
      const library = String(message.libraryVersion);
      return { act: "status", acknowledgement, failure, answer: (host) => versions(library, host) };
    }
    const { request, success, goesOn } = (Object.hasOwn(ACTIONS, action) && ACTIONS[action]) || {};
    if (!request || !success) return null;
    return {
      act: "ask",
      acknowledgement,
      request: () => ({ ...request(message), limit: patience(message.options) }),
      success: (result) => ({ action: `${action}-success`, ...success(result, message) }),
      failure,
      ...(goesOn && { goesOn }),
    };
  },
};

/** The one algorithm of the card: RSASSA-PKCS1-v1_5 with SHA-256. */
const ALGORITHM = Object.freeze({
  cryptoAlgorithm: "RSA",
  hashFunction: "SHA-256",
  paddingScheme: "PKCS1.5",
});

/**
 * @type {Record<string, { request: (message: Record<string, unknown>) => import("./request.js").CeremonyRequest,
 *   success: (result: Record<string, any>, message: Record<string, unknown>) => object, goesOn?: true }>}
 */
const ACTIONS = {
  "web-eid:authenticate": {
    request: ({ challengeNonce }) => {
      if (!challengeNonce) throw missing("challengeNonce");
      return { method: "web-eid-authenticate", params: { nonce: parseNonce(challengeNonce) } };
    },
    success: (token) => token,
  },
  "web-eid:get-signing-certificate": {
    request: () => ({ method: "certificate", params: { key: "digital-signature" } }),
    success: ({ certificate }) => ({ certificate, supportedSignatureAlgorithms: [ALGORITHM] }),
    goesOn: true,
  },
  "web-eid:sign": {
    request: ({ certificate, hash, hashFunction }) => {
      for (const [name, value] of Object.entries({ certificate, hash, hashFunction }))
        if (!value) throw missing(name);
      if (hashFunction !== "SHA-256" || !isBase64(hash) || bytes(hash) !== 32) {
        throw new Refusal("invalid-request", {
          sentence: "The card signs a SHA-256 hash of 32 bytes in base64, no other.",
        });
      }
      const document = { name: "Web eID", digest: hash, algorithm: /** @type {const} */ ("SHA-256") };
      return { method: "sign", params: { documents: [document], output: "raw" } };
    },
    success: ({ certificate, signatures }, asked) => {
      if (certificate !== asked.certificate) {
        throw new Refusal("invalid-request", {
          sentence: "The certificate is not that of the card in the reader.",
        });
      }
      return { signature: signatures[0].signature, signatureAlgorithm: ALGORITHM };
    },
  },
};

/** How long (ms) Web eID's library lets a person take where a page says nothing. */
const PATIENCE = 120_000;

/** Names and codes of the library's errors; a code that is not here is unknown to it. */
const ERRORS = Object.freeze(
  /** @type {Record<string, [string, string]>} */ ({
    "user-cancelled": ["UserCancelledError", "ERR_WEBEID_USER_CANCELLED"],
    "timed-out": ["UserTimeoutError", "ERR_WEBEID_USER_TIMEOUT"],
    "host-missing": ["NativeUnavailableError", "ERR_WEBEID_NATIVE_UNAVAILABLE"],
    "host-outdated": ["VersionMismatchError", "ERR_WEBEID_VERSION_MISMATCH"],
    "host-failed": ["NativeFatalError", "ERR_WEBEID_NATIVE_FATAL"],
    "card-unusable": ["NativeFatalError", "ERR_WEBEID_NATIVE_FATAL"],
    "pin-blocked": ["NativeFatalError", "ERR_WEBEID_NATIVE_FATAL"],
    "certificate-missing": ["NativeFatalError", "ERR_WEBEID_NATIVE_FATAL"],
    "certificate-expired": ["NativeFatalError", "ERR_WEBEID_NATIVE_FATAL"],
    "invalid-request": ["NativeInvalidArgumentError", "ERR_WEBEID_NATIVE_INVALID_ARGUMENT"],
    "insecure-context": ["ContextInsecureError", "ERR_WEBEID_CONTEXT_INSECURE"],
    busy: ["ActionPendingError", "ERR_WEBEID_ACTION_PENDING"],
    missing: ["MissingParameterError", "ERR_WEBEID_MISSING_PARAMETER"],
  }),
);

/**
 * @param {string} action
 * @param {Refusal} refusal
 * @returns {object} the failure as the library takes it apart: by `code` and `message`.
 */
function failed(action, refusal) {
  const told = pageError(refusal.code, refusal.sentence);
  const cause = refusal instanceof Missing ? "missing" : told.code;
  const [name, code] = ERRORS[cause] ?? ["UnknownError", "ERR_WEBEID_UNKNOWN_ERROR"];
  const requiresUpdate = { extension: false, nativeApp: true };
  const error = { name, code, message: told.message, extension: browser.runtime.getManifest().version };
  return {
    action: `${action}-failure`,
    error: cause === "host-outdated" ? { ...error, requiresUpdate } : error,
  };
}

/**
 * @param {string} library
 * @param {string} nativeApp
 */
function versions(library, nativeApp) {
  const extension = browser.runtime.getManifest().version;
  return { action: "web-eid:status-success", library: library.slice(0, 40), extension, nativeApp };
}

/**
 * @param {unknown} options
 * @returns {number} ms.
 */
function patience(options) {
  const { userInteractionTimeout } = /** @type {Record<string, unknown>} */ (Object(options));
  return typeof userInteractionTimeout === "number" && userInteractionTimeout > 0
    ? userInteractionTimeout
    : PATIENCE;
}

/** A parameter that the library must send. */
class Missing extends Refusal {}

/**
 * @param {string} name
 * @returns {Refusal}
 */
function missing(name) {
  return new Missing("invalid-request", { sentence: `The parameter ${name} is missing.` });
}
