/** Signature fields in PDF files. `openjpki.signPdf` does all of this in one call. */

/**
 * Appends an invisible signature field to a PDF (PAdES, `ETSI.CAdES.detached`; ByteRange over the whole file).
 *
 * @throws PdfError for what is no PDF, or is encrypted.
 */
export function preparePdf(pdf: Uint8Array | ArrayBuffer, options?: FieldOptions): Promise<PreparedPdf>;

/**
 * Finds the field of a PDF that was prepared elsewhere, on a server for instance: the last ByteRange of the file, with nothing
 * but zeros where the signature goes.
 *
 * @throws PdfError where there is none, or its ByteRange does not cover the whole file.
 */
export function findPrepared(pdf: Uint8Array | ArrayBuffer): PreparedPdf;

/**
 * Puts a signature (detached CMS over `prepared.content`; DER, or base64 of it) into the field.
 *
 * @throws PdfError where it does not fit.
 */
export function fillPrepared(prepared: PreparedPdf, cms: string | Uint8Array): Uint8Array<ArrayBuffer>;

/** A PDF that cannot be read, or cannot be signed. */
export class PdfError extends Error {
  constructor(message: string);
  readonly name: "PdfError";
}

export interface FieldOptions {
  /** Why it is signed, for readers of the PDF. */
  reason?: string;
  location?: string;
  /** The time that the signer claims; now, if it is not given. */
  time?: Date;
}

export interface PreparedPdf {
  pdf: Uint8Array;
  /** Offset and length of the part before the signature, and of the part after it. */
  byteRange: [number, number, number, number];
  /** What is to be signed: both parts, one after the other. */
  content: Uint8Array;
}
