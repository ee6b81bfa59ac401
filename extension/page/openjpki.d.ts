/**
 * OpenJPKI for web pages. For TypeScript 5.7 or newer.
 *
 * ```js
 * import * as openjpki from "./openjpki.js";
 * button.onclick = async () => {
 *   const evidence = await openjpki.authenticate({ nonce }); // nonce: made by your server for this one call
 *   await fetch("/login", { method: "POST", body: JSON.stringify(evidence) }); // your server verifies it
 * };
 * ```
 */

/**
 * Whether this page can ask for a card. Never opens a window; resolves within about half a second where no extension
 * answers.
 */
export function status(): Promise<Status>;

/** Asks the person to sign in: the user authentication PIN, one signature. Call it from a click. */
export function authenticate(request: NonceRequest, options?: CallOptions): Promise<AuthenticateEvidence>;

/**
 * Asks the person to register: the signature password, then the user authentication PIN. The evidence holds both
 * certificates; the signing certificate carries name, address, date of birth and sex. Call it from a click.
 */
export function register(request: NonceRequest, options?: CallOptions): Promise<RegisterEvidence>;

/**
 * Asks the person to sign documents with the signature password, all of them with one typing. The certificate in the result
 * carries name, address, date of birth and sex. Call it from a click.
 */
export function sign(request: SignRequest, options?: CallOptions): Promise<SignResult>;

/**
 * Signs a PDF in the page, without a server: appends an invisible signature field (PAdES, `ETSI.CAdES.detached`), asks the person
 * as `sign` does, and puts the signature in. Needs `openjpki-pdf.js` beside this file; rejects with its `PdfError` for a file that
 * cannot be signed. Call it from a click.
 */
export function signPdf(
  pdf: Uint8Array | ArrayBuffer,
  request: SignPdfRequest,
  options?: CallOptions,
): Promise<Uint8Array<ArrayBuffer>>;

/** Lets the browser save a signature (output `cms`) beside its document: `<name>.p7s`, detached CMS. */
export function saveP7s(signed: { name: string; signature: string }): void;

/** Lets the browser save a file, such as a signed PDF. */
export function save(content: Blob, name: string): void;

/** Every failure of this module. */
export class OpenJpkiError extends Error {
  constructor(code: ErrorCode, message: string, options?: ErrorOptions);
  readonly name: "OpenJpkiError";
  readonly code: ErrorCode;
}

export interface Status {
  /** Version of the extension, or null where it is not installed or not allowed on this page. */
  extension: string | null;
  /** Whether this site may ask. */
  granted: boolean;
  /** Version of the OpenJPKI program on this computer, or null where it is missing or does not answer. */
  host: string | null;
}

export interface NonceRequest {
  /** At least 32 random bytes of your server as 43 to 128 characters of base64 or base64url, used once. */
  nonce: string;
}

export interface CallOptions {
  /** A wish for the language, as a BCP 47 tag. The person's own choice, or the browser's language, stands above it. */
  lang?: string;
  /** Takes the request back; the call rejects with `user-cancelled`. */
  signal?: AbortSignal;
  /** Called as the ceremony goes on. */
  onProgress?: (stage: Stage) => void;
}

export type Stage = "waiting-for-reader" | "waiting-for-card" | "reading" | "waiting-for-pin" | "signing";

export interface AuthenticateEvidence {
  format: "openjpki-authenticate/1";
  algorithm: "RS256";
  /** Base64 of the DER certificate. */
  authenticationCertificate: string;
  /** Base64 of the signature over the authenticate statement. */
  authenticationSignature: string;
}

export interface RegisterEvidence {
  format: "openjpki-register/1";
  algorithm: "RS256";
  /** Base64 of the DER certificate that carries the holder's name, address, date of birth and sex. */
  signatureCertificate: string;
  /** Base64 of the signing key's signature over the register statement. */
  signature: string;
  /** Base64 of the DER certificate. */
  authenticationCertificate: string;
  /** Base64 of the authentication key's signature over the same statement. */
  authenticationSignature: string;
}

export interface SignRequest {
  /** One to twenty documents, signed with one password; all contents together at most 11 MiB. */
  documents: SignDocument[];
  /** `cms` (if nothing is said): detached CMS with the certificate inside (CAdES-B-B). `pades`: the same for a PDF's signature field
   * (PAdES-B-B). `raw`: RS256 over the content. */
  output?: "cms" | "pades" | "raw";
}

/** `name` is what the person reads: 1 to 255 characters. */
export type SignDocument =
  | {
      name: string;
      /** What the content is; text and JSON can be read in the window, of a PDF it shows pages and title. */
      mediaType: string;
      /** Bytes, or base64 of them. */
      content: string | Uint8Array | ArrayBuffer;
    }
  /** The person is told that the site did not show what this is, and must have switched it on for the site: else `not-granted`. */
  | { name: string; digest: string; algorithm: "SHA-256" };

export interface SignResult {
  format: "openjpki-sign/1";
  /** Base64 of the DER certificate of the signing key. */
  certificate: string;
  /** In the order of the documents; `digest` and `signature` are base64. */
  signatures: { name: string; digest: string; output: "cms" | "pades" | "raw"; signature: string }[];
}

export interface SignPdfRequest {
  /** What the person reads: 1 to 255 characters. */
  name: string;
  /** Why it is signed, for readers of the PDF. */
  reason?: string;
  location?: string;
  /** The time that the signer claims; now, if it is not given. */
  time?: Date;
}

export type ErrorCode =
  /** No extension answers here, or the person has not allowed this site. */
  | "not-granted"
  /** The page is not served over https (or from loopback). */
  | "insecure-context"
  /** The call did not come from a click or a key press. */
  | "activation-required"
  /** Another request is running, or the person cancelled this site three times within a minute. */
  | "busy"
  | "invalid-request"
  | "unsupported"
  | "host-missing"
  | "host-outdated"
  | "host-failed"
  | "user-cancelled"
  | "timed-out"
  | "card-unusable"
  | "pin-blocked"
  | "certificate-missing"
  | "certificate-expired"
  | "internal";
