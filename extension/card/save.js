// @ts-check

/**
 * @param {string} der - base64.
 * @returns {string} the same as PEM (RFC 7468).
 */
export function pem(der) {
  const lines = der.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

/**
 * Hands a certificate to the person as a file, where the browser keeps what it downloads.
 *
 * @param {string} der - base64.
 * @param {string} name - of the file, without its ending.
 * @param {"der" | "pem"} form
 */
export function saveCertificate(der, name, form) {
  const content =
    form === "pem" ? pem(der) : Uint8Array.from(atob(der), (character) => character.charCodeAt(0));
  const type = form === "pem" ? "application/x-pem-file" : "application/pkix-cert";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = `${name}.${form === "pem" ? "pem" : "cer"}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1_000); // the download has begun by then
}
