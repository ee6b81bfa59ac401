// @ts-check
import { offerLanguages } from "../shared/language-choice.js";
import { loadWords, writeCounted, writeTexts } from "../shared/text.js";

await loadWords();
writeTexts(document);
offerLanguages();
for (const place of document.querySelectorAll("[data-counted]")) {
  const { counted = "", count } = /** @type {HTMLElement} */ (place).dataset;
  writeCounted(place, counted, Number(count));
}
