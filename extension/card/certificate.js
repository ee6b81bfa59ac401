// @ts-check
import { dayText, text, write, writeCounted, writeTextsIn } from "../shared/text.js";
import { saveCertificate } from "./save.js";
import { validityAt } from "./validity.js";

/** @typedef {import("./card-result.js").CertificateView} CertificateView */

/**
 * Shows a certificate: whose it is, how long it is valid, what can be checked here, and its files.
 *
 * @param {HTMLElement} place - its content is replaced.
 * @param {CertificateView} view
 * @param {string} file - name of the files that it can be saved as, without ending.
 * @param {{ now?: number, renewable?: boolean }} [how] - `renewable`: a person renews it, unlike that of an issuer.
 */
export function showCertificate(place, view, file, { now = Date.now(), renewable = true } = {}) {
  const template = /** @type {HTMLTemplateElement} */ (document.getElementById("certificate"));
  const part = /** @type {DocumentFragment} */ (template.content.cloneNode(true));
  const find = (/** @type {string} */ selector) => /** @type {HTMLElement} */ (part.querySelector(selector));
  writeTextsIn(part);
  fillHolder(find(".holder"), view.holder);
  fillValidity(find, view, now, renewable);
  find(".checks").replaceChildren(...checks(view, now));
  find(".technical").replaceChildren(...technical(view));
  const title = place.closest("[aria-labelledby]")?.getAttribute("aria-labelledby") ?? "";
  for (const form of /** @type {const} */ (["der", "pem"])) {
    const button = find(`.save-${form}`);
    button.setAttribute("aria-describedby", title); // there is such a button for each certificate
    button.addEventListener("click", () => saveCertificate(view.der, file, form));
  }
  place.replaceChildren(part);
}

/**
 * @param {HTMLElement} list
 * @param {import("./card-result.js").Holder | undefined} holder
 */
function fillHolder(list, holder) {
  list.hidden = holder === undefined;
  if (!holder) return;
  const born = /^\d{4}-\d\d-\d\d$/.test(holder.birthDate)
    ? dayText(Date.parse(`${holder.birthDate}T00:00:00+09:00`))
    : holder.birthDate; // as far as it is known
  const sex = text(`holder_sex_${holder.sex}`) === "" ? "unknown" : holder.sex;
  list.replaceChildren(
    ...row("holder_name", holder.name, "ja"),
    ...row("holder_birth", born),
    words("dt", "holder_sex"),
    words("dd", `holder_sex_${sex}`),
    ...row("holder_address", holder.address, "ja"),
  );
  const replaced = /[1-9A-Fa-f]/.test(holder.nameSubstitutions + holder.addressSubstitutions);
  if (replaced) list.append(words("dd", "holder_substituted", "quiet note"));
}

/**
 * @param {(selector: string) => HTMLElement} find
 * @param {CertificateView} view
 * @param {number} now - ms.
 * @param {boolean} renewable
 */
function fillValidity(find, view, now, renewable) {
  const { state, days, share, renewable: from } = validityAt(view, now);
  find(".validity").dataset.state = state;
  find(".bar").setAttribute("value", String(share));
  if (state === "expired") write(find(".days"), "validity_expired", dayText(view.notAfter));
  else if (state === "not-yet") write(find(".days"), "validity_not_yet", dayText(view.notBefore));
  else writeCounted(find(".days"), "validity_days", days);
  write(find(".dates"), "validity_dates", dayText(view.notBefore), dayText(view.notAfter));
  find(".renewal").hidden = !renewable || state === "not-yet";
  if (state === "valid") write(find(".renewal"), "validity_renew_from", dayText(from));
  else write(find(".renewal"), "validity_renew");
}

/**
 * The validity check as far as it goes: the dates and the chain. Who may ask about revocation is for the law to say.
 *
 * @param {CertificateView} view
 * @param {number} now - ms.
 * @returns {HTMLElement[]}
 */
function checks({ notBefore, notAfter, trusted, test }, now) {
  const dates = now >= notBefore && now <= notAfter;
  const chain = trusted ? "trusted" : test ? "test" : "unknown";
  return [
    checked(dates, dates ? "check_dates_good" : "check_dates_bad"),
    checked(trusted, `check_chain_${chain}`),
    checked(undefined, "check_revocation"),
  ];
}

/**
 * @param {boolean | undefined} good - undefined where nobody here can tell.
 * @param {string} key
 * @returns {HTMLElement}
 */
function checked(good, key) {
  const item = words("li", key);
  item.className = good === undefined ? "unknown" : good ? "good" : "bad";
  return item;
}

/**
 * @param {CertificateView} view
 * @returns {HTMLElement[]}
 */
function technical({ subject, issuer, serial, sha256, keyUsage, policy }) {
  return [
    ...row("certificate_issuer", issuer),
    ...row("certificate_subject", subject),
    ...row("certificate_serial", serial),
    ...row("certificate_fingerprint", sha256),
    ...row("certificate_usage", keyUsage.join(", ")),
    ...row("certificate_policy", policy),
  ];
}

/**
 * @param {string} key - of the words.
 * @param {string} value - as the card or the host gives it; without one there is no row.
 * @param {string} [lang]
 * @returns {HTMLElement[]} a term and what it is.
 */
export function row(key, value, lang) {
  if (value === "") return [];
  const described = document.createElement("dd");
  described.textContent = value;
  if (lang) Object.assign(described, { lang, translate: false });
  return [words("dt", key), described];
}

/**
 * @param {string} tag
 * @param {string} key
 * @param {string} [className]
 * @returns {HTMLElement}
 */
export function words(tag, key, className = "") {
  const made = document.createElement(tag);
  made.className = className;
  write(made, key);
  return made;
}
