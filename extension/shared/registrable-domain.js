// @ts-check
import { browser } from "./browser.js";

/**
 * The part of a host name that somebody registered, which tells whose site it is: the public suffix and one label more,
 * by the algorithm of https://publicsuffix.org/list/. The list ships with the extension and is as old as the release; a
 * suffix that is newer makes the emphasis too short, never the origin: that is always shown whole.
 */

/** @returns {Promise<Set<string>>} the rules of the list. */
export async function readSuffixes() {
  const list = await (await fetch(browser.runtime.getURL("shared/public-suffixes.txt"))).text();
  return new Set(list.split("\n"));
}

/**
 * @param {string} host - as in an origin, punycode.
 * @param {Set<string>} suffixes - the rules.
 * @returns {string} the registrable domain; the whole host for an address, a lone name, or a public suffix itself.
 */
export function registrableDomain(host, suffixes) {
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return host;
  const labels = host.split(".");
  const length = suffixLength(labels, suffixes);
  return length < labels.length ? labels.slice(-length - 1).join(".") : host;
}

/**
 * @param {string[]} labels
 * @param {Set<string>} suffixes
 * @returns {number} how many of the last labels are the public suffix: of the longest rule that fits, else 1.
 */
function suffixLength(labels, suffixes) {
  for (let start = 0; start < labels.length; start += 1) {
    const name = labels.slice(start).join(".");
    const length = labels.length - start;
    if (suffixes.has(`!${name}`)) return length - 1;
    if (suffixes.has(name)) return length;
    const parent = labels.slice(start + 1).join(".");
    if (parent !== "" && suffixes.has(`*.${parent}`)) return length;
  }
  return 1;
}
