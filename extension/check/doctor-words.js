// @ts-check

/**
 * The extension's own words for what the host's doctor sees: the title, the words, and the next step, each a key of the
 * catalogs. `$1` of the words is the value that `value` names. Where there is no next step here, the host's stands in.
 *
 * @typedef {object} DoctorWords
 * @property {string} title
 * @property {string} said
 * @property {string} [next] - empty: the words say it already.
 * @property {"day"} [value] - goes into the words as a day.
 * @property {boolean} [counted] - the words count the tries left.
 * @property {import("../shared/codes.js").Key} [rescue] - the page about this locked PIN helps.
 */

const BROWSER = { title: "check_browser" };
const SERVICE = { title: "check_service" };
const READER = { title: "check_reader" };
const PIN = { title: "pins_authentication" };
const PASSWORD = { title: "pins_signature" };
const CERTIFICATE = { title: "mycard_authentication" };

/** By the host's word for it. @type {Readonly<Record<string, DoctorWords>>} */
export const DOCTOR_WORDS = Object.freeze({
  "browser-ready": { ...BROWSER, said: "check_browser_ready" },
  "browser-not-installed": {
    ...BROWSER,
    said: "check_browser_missing",
    next: "check_browser_missing_next",
  },
  "browser-broken": { ...BROWSER, said: "check_browser_broken", next: "check_browser_broken_next" },
  "browser-foreign": { ...BROWSER, said: "check_browser_foreign" },
  "browser-shadowed": { ...BROWSER, said: "check_browser_foreign" },
  "not-looked": { ...BROWSER, said: "check_outcome_unknown" },
  unchecked: { ...READER, said: "check_outcome_unknown", next: "check_look_again_next" },
  "service-running": { ...SERVICE, said: "check_service_running" },
  "service-stopped": { ...SERVICE, said: "service_stopped_title", next: "service_stopped_next" },
  "service-closed": { ...SERVICE, said: "check_service_closed", next: "check_service_closed_next" },
  "no-reader": { ...READER, said: "ended_no_reader_title", next: "waiting_for_reader_title" },
  "reader-empty": { ...READER, said: "ended_no_card_title", next: "waiting_for_card_title" },
  "reader-card": { ...READER, said: "mycard_kind_individual_number_card" },
  "reader-phone": { ...READER, said: "card_phone_title", next: "card_phone_next" },
  "reader-old-card": { ...READER, said: "card_old_title", next: "card_old_next" },
  "reader-other-card": { ...READER, said: "card_unsupported_title", next: "card_unsupported_next" },
  "reader-busy": { ...READER, said: "card_busy_title", next: "check_busy_next" },
  "no-authentication-key": {
    ...PIN,
    said: "ended_certificate_missing_title",
    next: "check_have_issued_next",
  },
  "pin-blocked": {
    ...PIN,
    said: "ended_pin_blocked_user_authentication_title",
    rescue: "user-authentication",
  },
  "pin-last-try": { ...PIN, said: "tries_left", counted: true, next: "pins_forgot" },
  "pin-tries": { ...PIN, said: "tries_left", counted: true },
  "no-signing-key": {
    ...PASSWORD,
    said: "ended_certificate_missing_digital_signature_title",
    next: "check_have_issued_next",
  },
  "password-blocked": {
    ...PASSWORD,
    said: "ended_pin_blocked_digital_signature_title",
    rescue: "digital-signature",
  },
  "password-last-try": { ...PASSWORD, said: "tries_left", counted: true, next: "pins_forgot" },
  "password-tries": { ...PASSWORD, said: "tries_left", counted: true },
  "tries-unknown": { title: "mycard_pins", said: "check_tries_unknown", next: "card_removed_next" },
  "certificate-valid": { ...CERTIFICATE, said: "check_valid_until", value: "day" },
  "certificate-ends-soon": {
    ...CERTIFICATE,
    said: "check_valid_until",
    value: "day",
    next: "validity_renew",
  },
  "certificate-expired": {
    ...CERTIFICATE,
    said: "validity_expired",
    value: "day",
    next: "validity_renew",
  },
  "certificate-not-yet": { ...CERTIFICATE, said: "validity_not_yet", value: "day", next: "" },
  "certificate-unreadable": {
    ...CERTIFICATE,
    said: "ended_card_unusable_title",
    next: "card_removed_next",
  },
});
