// @ts-check
import { askedTimes, forgetAsked } from "../shared/asked.js";
import { browser } from "../shared/browser.js";
import { forgetGrants, givenGrants, grantStates } from "../shared/grants.js";
import { offerLanguages } from "../shared/language-choice.js";
import { readPolicy, ruling } from "../shared/policy.js";
import { listedSites, unlistSite } from "../shared/sites.js";
import { element, loadWords, timeText, write, writeTexts } from "../shared/text.js";
import { grantSwitches } from "./grant-switches.js";

/** The sites that may ask, when each last did, what more each may do, and the way to take it back. */

await loadWords();
writeTexts(document);
offerLanguages();
browser.storage.onChanged.addListener(showAll);
await showAll();

async function showAll() {
  const [sites, asked, given, policy] = await Promise.all([
    listedSites(),
    askedTimes(),
    givenGrants(),
    readPolicy(),
  ]);
  const { control } = /** @type {HTMLElement} */ (document.activeElement ?? document.body).dataset;
  const yours = Object.keys(sites).filter((origin) => ruling(policy, origin) !== "blocked");
  const known = new Set([...Object.keys(asked), ...Object.keys(given)]);
  const always = [...known].filter((origin) => !Object.hasOwn(sites, origin));
  const switches = new Map(
    await Promise.all(
      [...yours, ...always].map(
        async (origin) => /** @type {const} */ ([origin, grantSwitches(origin, await grantStates(origin))]),
      ),
    ),
  );
  const rows = (/** @type {string[]} */ origins, /** @type {(origin: string) => HTMLElement} */ button) =>
    origins.map((origin) =>
      row(origin, askedWords(asked[origin]), button(origin), switches.get(origin) ?? ""),
    );
  fill("yours", rows(yours.sort(), revokeButton));
  fill("always", rows(always, forgetButton));
  element("policy").hidden = policy.allowedOrigins.length + policy.blockedOrigins.length === 0;
  for (const list of /** @type {const} */ (["allowed", "blocked"])) {
    const entries = policy[`${list}Origins`];
    element(list).replaceChildren(...entries.map((entry) => row(entry)));
    element(list).hidden = element(`${list}-title`).hidden = entries.length === 0;
  }
  restoreFocus(control);
}

/** @param {string | undefined} control - what had the focus before the lists were made anew. */
function restoreFocus(control) {
  const controls = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-control]"))];
  if (control !== undefined) controls.find(({ dataset }) => dataset.control === control)?.focus();
}

/**
 * @param {string} id - of a list; the sentence `<id>-none` stands in for an empty one.
 * @param {HTMLLIElement[]} rows
 */
function fill(id, rows) {
  element(id).replaceChildren(...rows);
  element(id).hidden = rows.length === 0;
  element(`${id}-none`).hidden = rows.length > 0;
}

/**
 * @param {string} origin
 * @param {...(HTMLElement | string)} rest
 * @returns {HTMLLIElement}
 */
function row(origin, ...rest) {
  const name = document.createElement("span");
  name.className = "origin";
  name.translate = false;
  name.textContent = origin;
  const item = document.createElement("li");
  item.append(name, ...rest);
  return item;
}

/**
 * @param {number | undefined} time - ms.
 * @returns {HTMLElement}
 */
function askedWords(time) {
  const words = document.createElement("span");
  words.className = "quiet";
  if (time === undefined) write(words, "sites_never_asked");
  else write(words, "sites_asked", timeText(time));
  return words;
}

/** @param {string} origin */
function revokeButton(origin) {
  return button("sites_revoke", origin, async () => {
    await unlistSite(origin);
    await forgetAsked(origin);
    await browser.runtime.sendMessage("settle-grants");
    write(element("news"), "sites_revoked", origin);
  });
}

/** @param {string} origin */
function forgetButton(origin) {
  return button("sites_forget", origin, async () => {
    await forgetAsked(origin);
    await forgetGrants(origin);
    write(element("news"), "sites_forgotten", origin);
  });
}

/**
 * @param {string} key - of its words.
 * @param {string} origin - a screen reader says it as well, for there is a button for each.
 * @param {() => Promise<void>} act
 * @returns {HTMLButtonElement}
 */
function button(key, origin, act) {
  const made = document.createElement("button");
  made.type = "button";
  write(made, key);
  const which = document.createElement("span");
  which.className = "spoken";
  which.translate = false;
  which.textContent = ` ${origin}`;
  made.append(which);
  made.addEventListener("click", act);
  return made;
}
