// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { domainToASCII } from "node:url";

/**
 * Writes `shared/public-suffixes.txt` from a copy of the Public Suffix List (https://publicsuffix.org/list/public_suffix_list.dat):
 * `npm run suffixes -- public_suffix_list.dat`. Every rule is kept, of both parts of the list, in ASCII, sorted; comments go.
 */
const [source = ""] = process.argv.slice(2);
const list = readFileSync(source, "utf8");
const version = /^\/\/ VERSION: (\S+)$/m.exec(list)?.[1];
if (!version) throw new Error("this is not the Public Suffix List: it names no version");

const rules = list
  .split("\n")
  .map((line) => line.trim().split(/\s/)[0] ?? "")
  .filter((rule) => rule !== "" && !rule.startsWith("//"))
  .map((rule) => {
    const [, mark = "", name = ""] = /^(!|\*\.)?(.+)$/.exec(rule) ?? [];
    return mark + domainToASCII(name);
  });
const head = [
  `// Public Suffix List, version ${version}, https://publicsuffix.org, without its comments.`,
  "// Licence: Mozilla Public License 2.0, https://mozilla.org/MPL/2.0/.",
];
const target = join(import.meta.dirname, "../shared/public-suffixes.txt");
writeFileSync(target, `${[...head, ...rules.sort()].join("\n")}\n`);
