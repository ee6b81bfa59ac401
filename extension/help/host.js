// @ts-check
import { element, writeTexts } from "../shared/text.js";
import { showHost } from "../shared/host-state.js";

writeTexts(document);
element("check").addEventListener("click", check);
await check();

async function check() {
  await showHost(element("host-state"), element("check"));
}
