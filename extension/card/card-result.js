// @ts-check
import { Refusal } from "../shared/codes.js";
import { bytes, isBase64 } from "../worker/documents.js";

/**
 * What the host says about a card, checked: the host is not trusted with shapes. Nothing of it is kept beyond the page.
 *
 * @typedef {object} Card
 * @property {string} reader - as PC/SC names it.
 * @property {string} interface - `contact`, `contactless` or `unknown`.
 * @property {string} kind - of the card.
 * @property {PerKey<number | undefined>} tries - left; undefined where the card has no such key.
 * @property {PerKey<boolean>} present - whether there is a certificate.
 * @property {CertificateView} [authenticationCertificate]
 * @property {PerKey<CertificateView | undefined>} authorities - the certificates of the issuers.
 */

/**
 * @template T
 * @typedef {{ userAuthentication: T, digitalSignature: T }} PerKey
 */

/**
 * @typedef {object} CertificateView
 * @property {string} der - base64.
 * @property {string} subject
 * @property {string} issuer
 * @property {string} serial - hexadecimal.
 * @property {number} notBefore - ms.
 * @property {number} notAfter - ms.
 * @property {string} sha256 - hexadecimal.
 * @property {string[]} keyUsage
 * @property {string} policy
 * @property {boolean} test - of a test hierarchy.
 * @property {boolean} trusted - signed by one of the built-in roots, and within its dates.
 * @property {Holder} [holder]
 */

/** @typedef {Record<"name" | "nameSubstitutions" | "sex" | "birthDate" | "address" | "addressSubstitutions", string>} Holder empty where the certificate has nothing */

const KINDS = ["individual-number-card", "old-card", "android", "iphone"];
const INTERFACES = ["contact", "contactless"];

/** Longer values than this (characters) are in no certificate of the profile. */
const LONGEST = 1_000;

/** Bytes of a certificate: it fits the card. */
const LARGEST = 4_096;

/**
 * @param {unknown} result - of `card`.
 * @returns {Card}
 * @throws {Refusal} `host-failed` for anything else.
 */
export function parseCard(result) {
  const card = record(result);
  const [tries, present, authorities] = [card.tries, card.present, card.authorities].map(record);
  return {
    reader: text(card.reader),
    interface: oneOf(INTERFACES, card.interface),
    kind: oneOf(KINDS, card.kind),
    tries: perKey(tries, count),
    present: perKey(present, (value) => value === true),
    authenticationCertificate: optional(card.authenticationCertificate),
    authorities: perKey(authorities, optional),
  };
}

/**
 * @param {unknown} value
 * @returns {CertificateView}
 * @throws {Refusal} `host-failed` for anything else.
 */
export function parseView(value) {
  const view = record(value);
  const { der, keyUsage } = view;
  if (!isBase64(der) || bytes(der) > LARGEST || !Array.isArray(keyUsage)) throw new Refusal("host-failed");
  return {
    der,
    subject: text(view.subject),
    issuer: text(view.issuer),
    serial: text(view.serial),
    notBefore: time(view.notBefore),
    notAfter: time(view.notAfter),
    sha256: text(view.sha256),
    keyUsage: keyUsage.map(text),
    policy: optionalText(view.policy),
    test: view.hierarchy === "test",
    trusted: view.chain === "trusted",
    ...(view.holder !== undefined && view.holder !== null && { holder: parseHolder(view.holder) }),
  };
}

/**
 * @param {unknown} value
 * @returns {Holder}
 */
function parseHolder(value) {
  const given = record(value);
  const [name, nameSubstitutions, sex, birthDate, address, addressSubstitutions] = [
    given.name,
    given.nameSubstitutions,
    given.sex,
    given.birthDate,
    given.address,
    given.addressSubstitutions,
  ].map(optionalText);
  return /** @type {Holder} */ ({ name, nameSubstitutions, sex, birthDate, address, addressSubstitutions });
}

/**
 * @template T
 * @param {Record<string, unknown>} given
 * @param {(value: unknown) => T} parse
 * @returns {PerKey<T>}
 */
function perKey({ userAuthentication, digitalSignature } = {}, parse) {
  return { userAuthentication: parse(userAuthentication), digitalSignature: parse(digitalSignature) };
}

/**
 * @param {unknown} value
 * @returns {CertificateView | undefined}
 */
function optional(value) {
  return value === undefined || value === null ? undefined : parseView(value);
}

/**
 * @param {unknown} value
 * @returns {number | undefined}
 */
function count(value) {
  return typeof value === "number" && value >= 0 && value < 16 ? value : undefined;
}

/**
 * @param {string[]} known
 * @param {unknown} value
 * @returns {string} `unknown` for what this version does not know.
 */
function oneOf(known, value) {
  return known.find((word) => word === value) ?? "unknown";
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function text(value) {
  if (typeof value !== "string" || value.length > LONGEST) throw new Refusal("host-failed");
  return value;
}

/**
 * @param {unknown} value
 * @returns {string}
 */
function optionalText(value) {
  return value === undefined || value === null ? "" : text(value);
}

/**
 * @param {unknown} value - RFC 3339.
 * @returns {number} ms.
 */
function time(value) {
  const parsed = Date.parse(text(value));
  if (Number.isNaN(parsed)) throw new Refusal("host-failed");
  return parsed;
}

/**
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function record(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new Refusal("host-failed");
  return /** @type {Record<string, unknown>} */ (value);
}
