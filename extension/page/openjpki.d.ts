/**
 * OpenJPKI for web pages.
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

/** Asks the person to sign documents. Rejects with `unsupported` until extension and host can do it. */
export function sign(request: SignRequest, options?: CallOptions): Promise<SignResult>;

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
  /** One to twenty documents, signed with one password. */
  documents: SignDocument[];
  output?: "cms" | "raw";
}

export type SignDocument =
  | { name: string; mediaType: string; content: string }
  | { name: string; digest: string; algorithm: "SHA-256" };

export interface SignResult {
  format: "openjpki-sign/1";
  certificate: string;
  signatures: { name: string; digest: string; output: string; signature: string }[];
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
