// @ts-check

/**
 * OpenJPKI for web pages: asks the browser's OpenJPKI extension for the person's My Number Card.
 *
 * Serve this file with your site. Types and documentation: `openjpki.d.ts`.
 */

/** @typedef {import("./openjpki.js").CallOptions} CallOptions */

/** Without a sign of the extension within this time (ms), there is none on this page. */
const PRESENCE_TIMEOUT = 500;

const ABSENT =
  "OpenJPKI does not answer on this page. The person needs the OpenJPKI extension, and must allow this site " +
  "with its toolbar button. It answers the top page of an https site only, never a frame.";

/** A call that ended without a result; `code` says why. */
export class OpenJpkiError extends Error {
  /**
   * @param {import("./openjpki.js").ErrorCode} code
   * @param {string} message - for developers, in English.
   * @param {ErrorOptions} [options]
   */
  constructor(code, message, options) {
    super(message, options);
    this.name = "OpenJpkiError";
    this.code = code;
  }
}

/** @returns {Promise<import("./openjpki.js").Status>} */
export async function status() {
  try {
    return await call("status", {});
  } catch (error) {
    if (error instanceof OpenJpkiError && ABSENCE.has(error.code)) {
      return { extension: null, granted: false, host: null };
    }
    throw error;
  }
}

/** What a call of `status` ends with where no extension listens. */
const ABSENCE = new Set(["not-granted", "insecure-context"]);

/**
 * @param {{ nonce: string }} request
 * @param {CallOptions} [options]
 * @returns {Promise<import("./openjpki.js").AuthenticateEvidence>}
 */
export function authenticate({ nonce }, options) {
  return call("authenticate", { nonce }, options);
}

/**
 * @param {{ nonce: string }} request
 * @param {CallOptions} [options]
 * @returns {Promise<import("./openjpki.js").RegisterEvidence>}
 */
export function register({ nonce }, options) {
  return call("register", { nonce }, options);
}

/**
 * @param {import("./openjpki.js").SignRequest} request
 * @param {CallOptions} [options]
 * @returns {Promise<import("./openjpki.js").SignResult>}
 */
export function sign({ documents, output }, options) {
  return call("sign", { documents, output }, options);
}

/**
 * @param {string} method
 * @param {Record<string, unknown>} params
 * @param {CallOptions} [options]
 * @returns {Promise<any>}
 */
function call(method, params, { lang, signal, onProgress } = {}) {
  if (!window.isSecureContext) {
    return Promise.reject(new OpenJpkiError("insecure-context", "OpenJPKI needs a page served over https."));
  }
  if (signal?.aborted) return Promise.reject(cancelled(signal));
  const id = crypto.randomUUID();
  const listening = new AbortController();
  const answer = new Promise((resolve, reject) => {
    const absence = setTimeout(() => reject(new OpenJpkiError("not-granted", ABSENT)), PRESENCE_TIMEOUT);
    /** @param {MessageEvent} event */
    const receive = ({ source, origin, data }) => {
      if (source !== window || origin !== window.origin || data?.openjpki !== 1 || data.id !== id) return;
      if (data.accepted) clearTimeout(absence);
      else if (data.progress) onProgress?.(data.progress);
      else if (data.result) resolve(data.result);
      else if (data.error) reject(new OpenJpkiError(data.error.code, data.error.message));
    };
    const cancel = () => {
      post({ id, method: "cancel" });
      reject(cancelled(signal));
    };
    window.addEventListener("message", receive, { signal: listening.signal });
    signal?.addEventListener("abort", cancel, { signal: listening.signal });
  });
  post({ id, method, params: { ...params, ...(lang && { lang }) } });
  return answer.finally(() => listening.abort());
}

/** @param {object} message */
function post(message) {
  window.postMessage({ openjpki: 1, ...message }, window.origin);
}

/**
 * @param {AbortSignal | undefined} signal
 * @returns {OpenJpkiError}
 */
function cancelled(signal) {
  return new OpenJpkiError("user-cancelled", "The page cancelled the request.", { cause: signal?.reason });
}
