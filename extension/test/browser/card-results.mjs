// @ts-check

/**
 * What the host would say of a card, for the page My card. The certificate's bytes are made up: the page shows what the
 * host says about them and saves them as they are.
 */

const DER = Buffer.from("30820003020105", "hex").toString("base64");

/** Dates around now, so that the pages show the same whenever they are looked at. */
const DAY = 86_400_000;
const at = (/** @type {number} */ days) =>
  new Date(Date.now() + days * DAY).toISOString().replace(/\.\d+Z/, "Z");

/** @param {{ days?: number, chain?: string, hierarchy?: string }} [how] - `days` left. */
export function authenticationView({ days = 730, chain = "trusted", hierarchy = "production" } = {}) {
  return {
    der: DER,
    subject: "CN=00000000000000000000000000000ABC,C=JP",
    issuer: "OU=JPKI for user authentication,O=JPKI,C=JP",
    serial: "017f3a2b",
    notBefore: at(days - 1_826),
    notAfter: at(days),
    sha256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    keyUsage: ["digitalSignature"],
    policy: "1.2.392.200149.8.5.1.3.30",
    hierarchy,
    chain,
  };
}

/** The signing certificate, with a holder that nobody is. */
export function signingView() {
  return {
    ...authenticationView({ days: 60 }),
    issuer: "OU=JPKI for digital signature,O=JPKI,C=JP",
    keyUsage: ["digitalSignature", "nonRepudiation"],
    policy: "1.2.392.200149.8.5.1.1.10",
    holder: {
      name: "見本　花子",
      nameSubstitutions: "01000",
      sex: "female",
      birthDate: "1990-05-14",
      address: "東京都千代田区霞が関一丁目１番１号",
      addressSubstitutions: "00000000000000000",
    },
  };
}

/** @param {object} [change] - what is different. */
export function card(change = {}) {
  const authority = (/** @type {string} */ name) => ({
    ...authenticationView({ days: 1_400 }),
    subject: `OU=${name},O=JPKI,C=JP`,
    issuer: `OU=${name},O=JPKI,C=JP`,
    keyUsage: ["keyCertSign", "cRLSign"],
    policy: undefined,
  });
  return {
    reader: "Sony FeliCa Port/PaSoRi 4.0 00 00",
    interface: "contactless",
    kind: "individual-number-card",
    tries: { userAuthentication: 3, digitalSignature: 5 },
    present: { userAuthentication: true, digitalSignature: true },
    authenticationCertificate: authenticationView(),
    authorities: {
      userAuthentication: authority("JPKI for user authentication"),
      digitalSignature: authority("JPKI for digital signature"),
    },
    ...change,
  };
}

/** @param {...string} readers */
export function status(...readers) {
  return { version: "9.8.7", service: "running", readers: readers.map((name) => ({ name, card: "none" })) };
}
