// @ts-check
import { offerLanguages } from "../shared/language-choice.js";
import { officialText, element, loadWords, write, writeTexts } from "../shared/text.js";

/** What to do about a locked PIN. The part of the address after `#` says which; the person can say otherwise. */

await loadWords();
writeTexts(document);
offerLanguages();
element("print").addEventListener("click", () => print());
element("which").addEventListener("change", ({ target }) => {
  location.hash = /** @type {HTMLInputElement} */ (target).value; // kept when the language changes
});
addEventListener("hashchange", show);
show();

function show() {
  const key = location.hash === "#user-authentication" ? "user-authentication" : "digital-signature";
  for (const choice of document.querySelectorAll("input")) choice.checked = choice.value === key;
  write(element("locked-title"), `locked_title_${key}`);
  element("sentence").textContent = officialText(`locked_${key}`);
  write(element("meaning"), `locked_meaning_${key}`);
  const password = key === "digital-signature" ? "_password" : "";
  write(element("bring-new"), `locked_bring_new${password}`);
  write(element("store"), `locked_store_${key}`);
}
