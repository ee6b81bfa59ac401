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

/** @type {typeof import("./openjpki.js").status} */
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

/** @type {typeof import("./openjpki.js").authenticate} */
export function authenticate({ nonce }, options) {
  return call("authenticate", { nonce }, options);
}

/** @type {typeof import("./openjpki.js").register} */
export function register({ nonce }, options) {
  return call("register", { nonce }, options);
}

/** @type {typeof import("./openjpki.js").sign} */
export async function sign({ documents, output }, options) {
  const sent = documents.map((document) =>
    "content" in document ? { ...document, content: asBase64(document.content) } : document,
  );
  const size = sent.reduce((sum, document) => sum + ("content" in document ? document.content.length : 0), 0);
  if (size > LARGEST) {
    throw new OpenJpkiError(
      "invalid-request",
      "All contents together may have at most 11 MiB (11,534,336 bytes).",
    );
  }
  return call("sign", { documents: sent, ...(output && { output }) }, options);
}

/** Characters of base64 that 11 MiB become. */
const LARGEST = 15_379_116;

/** @type {typeof import("./openjpki.js").signPdf} */
export async function signPdf(pdf, { name, ...field }, options) {
  const { preparePdf, fillPrepared } = await import("./openjpki-pdf.js");
  const prepared = await preparePdf(pdf, field);
  const document = { name, mediaType: "application/pdf", content: prepared.content };
  const { signatures } = await sign({ documents: [document], output: "pades" }, options);
  return fillPrepared(prepared, signatures[0]?.signature ?? "");
}

/** @type {typeof import("./openjpki.js").saveP7s} */
export function saveP7s({ name, signature }) {
  const der = Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0));
  save(new Blob([der], { type: "application/pkcs7-signature" }), `${name}.p7s`);
}

/** @type {typeof import("./openjpki.js").save} */
export function save(content, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000); // the browser reads it in its own time
}

/**
 * @param {string | Uint8Array | ArrayBuffer} content - bytes, or base64 of them.
 * @returns {string}
 */
function asBase64(content) {
  if (typeof content === "string") return content;
  const bytes = new Uint8Array(content);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
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
    post({ id, method, params: { ...params, ...(lang && { lang }) } });
  });
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
