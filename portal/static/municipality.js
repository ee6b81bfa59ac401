// @ts-check
// STEP1: lists the municipalities as soon as a prefecture is chosen or a name is typed. Without this script [検索] does the same on
// the server.

const PAUSE = 250;

const prefecture = document.getElementById("prefecture");
const name = document.getElementById("place_name");
const search = document.getElementById("search");
const found = document.getElementById("found");
const municipality = document.getElementById("municipality");

if (
  prefecture instanceof HTMLSelectElement &&
  name instanceof HTMLInputElement &&
  search instanceof HTMLButtonElement &&
  found instanceof HTMLElement &&
  municipality instanceof HTMLSelectElement
) {
  offer({ prefecture, name, search, found, municipality });
}

/**
 * @typedef {{ prefecture: HTMLSelectElement, name: HTMLInputElement, search: HTMLButtonElement, found: HTMLElement, municipality: HTMLSelectElement }} Fields
 * @param {Fields} fields
 */
function offer(fields) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => list(fields), PAUSE);
  };
  fields.prefecture.addEventListener("change", () => list(fields));
  fields.name.addEventListener("input", later);
  fields.name.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    list(fields);
  });
  fields.search.addEventListener("click", (event) => {
    event.preventDefault();
    list(fields).then(() => fields.municipality.focus());
  });
}

/** @param {Fields} fields */
async function list({ prefecture, name, found, municipality }) {
  const asked = address(prefecture.value, name.value);
  const places = asked ? await listed(asked) : [];
  // Something else was asked for meanwhile.
  if (asked !== address(prefecture.value, name.value)) return;
  if (!places) {
    found.textContent = found.dataset.failed ?? "";
    return;
  }
  const options = places.map(({ code, label }) => new Option(label, code));
  const kept = options.find((option) => option.value === municipality.value);
  const placeholder = municipality.options.item(0);
  municipality.replaceChildren(
    ...(placeholder ? [placeholder] : []),
    ...options,
  );
  municipality.value = kept?.value ?? "";
  const { none = "", found: some = "" } = found.dataset;
  const count = String(places.length);
  found.textContent =
    places.length > 0 ? some.replace("{count}", count) : asked ? none : "";
  municipality.dispatchEvent(new Event("change", { bubbles: true }));
}

/**
 * What the server lists at this address; nothing if it does not answer.
 *
 * @param {string} address
 * @returns {Promise<{ code: string, label: string }[] | undefined>}
 */
async function listed(address) {
  try {
    const response = await fetch(address);
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {string} prefecture
 * @param {string} name
 */
function address(prefecture, name) {
  if (!prefecture && !name.trim()) return "";
  return `/municipalities/${prefecture || "all"}?${new URLSearchParams({ name })}`;
}
