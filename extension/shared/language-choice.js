// @ts-check
import { chooseLanguage, chosenLanguage, LANGUAGES } from "./languages.js";
import { element, text } from "./text.js";

/** Fills the page's `#language` with every language in its own name, and shows the page anew when one is chosen. */
export async function offerLanguages() {
  const select = /** @type {HTMLSelectElement} */ (element("language"));
  const automatic = new Option(text("language_automatic"), "");
  const options = Object.entries(LANGUAGES).map(([tag, name]) => {
    const option = new Option(name, tag);
    option.lang = tag;
    return option;
  });
  select.replaceChildren(automatic, ...options);
  select.value = (await chosenLanguage()) ?? "";
  select.addEventListener("change", async () => {
    await chooseLanguage(select.value);
    location.reload();
  });
}
