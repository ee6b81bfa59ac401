// @ts-check
import { showHost } from "../shared/host-state.js";
import { offerLanguages } from "../shared/language-choice.js";
import { element, loadWords, writeTexts } from "../shared/text.js";

await loadWords();
writeTexts(document);
offerLanguages();
element("check").addEventListener("click", check);
await check();

async function check() {
  await showHost(element("host-state"), element("check"));
}
