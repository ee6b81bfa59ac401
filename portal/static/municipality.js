// @ts-check
// STEP1: lists the municipalities as soon as a prefecture is chosen. Without this script [検索] does the same on the server.

const prefecture = document.getElementById("prefecture");
const municipality = document.getElementById("municipality");

if (
  prefecture instanceof HTMLSelectElement &&
  municipality instanceof HTMLSelectElement
) {
  prefecture.addEventListener("change", () =>
    list(prefecture.value, municipality),
  );
}

/**
 * @param {string} code - of the prefecture
 * @param {HTMLSelectElement} select
 */
async function list(code, select) {
  const placeholder = select.options.item(0);
  select.replaceChildren(...(placeholder ? [placeholder] : []));
  if (!code) return;
  const response = await fetch(`/municipalities/${code}`).catch(
    () => undefined,
  );
  if (!response?.ok) return;
  /** @type {{ code: string, label: string }[]} */
  const municipalities = await response.json();
  if (prefecture instanceof HTMLSelectElement && prefecture.value !== code)
    return;
  select.append(
    ...municipalities.map(({ code, label }) => new Option(label, code)),
  );
}
