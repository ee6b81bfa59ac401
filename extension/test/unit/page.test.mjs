// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { PAGE_MESSAGES } from "../../shared/codes.js";

/** What a page's author relies on: the declared types are the code's, and docs/PAGES.md is written in them. */

const ROOT = resolve(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "openjpki-page-"));
after(() => rmSync(folder, { recursive: true }));

const read = (/** @type {string} */ path) => readFileSync(join(ROOT, path), "utf8");

for (const name of ["openjpki", "openjpki-pdf"]) {
  test(`${name}: what is declared is exported, and nothing else`, async () => {
    const declared = read(`page/${name}.d.ts`).matchAll(/^export (?:function|class) (\w+)/gm);
    const exported = Object.keys(await import(`../../page/${name}.js`));
    assert.deepEqual([...declared].map(([, word]) => word).sort(), exported.sort());
  });
}

test("every code that a page can get is declared", () => {
  const [, codes = ""] = read("page/openjpki.d.ts").split("export type ErrorCode =");
  assert.deepEqual(
    [...codes.matchAll(/\| "([\w-]+)"/g)].map(([, code]) => code),
    Object.keys(PAGE_MESSAGES),
  );
});

/** What a type check has to refuse. */
const MISTAKES = [
  "openjpki.authenticate()",
  "openjpki.authenticate({ nonce: 5 })",
  "openjpki.register({ nonce: '' }, { onProgress: (stage) => stage === 'typing' })",
  "openjpki.sign({ documents: [{ name: 'a', content: 'YQ==' }] })",
  "openjpki.sign({ documents: [{ name: 'a', digest: '', algorithm: 'SHA-1' }] })",
  "openjpki.sign({ documents: [], output: 'xades' })",
  "openjpki.status().then(({ host }) => host.length)",
  "openjpki.authenticate({ nonce: '' }).then(({ signatureCertificate }) => signatureCertificate)",
];

test("the guide's pages pass a type check, and mistakes do not", () => {
  cpSync(join(ROOT, "page"), folder, {
    recursive: true,
    filter: (path) => path === join(ROOT, "page") || /\.d\.ts$/.test(path),
  });
  const guide = read("../docs/PAGES.md");
  const scripts = [...guide.matchAll(/^```js\n(.*?)^```/gms)].map(([, script]) => `  {\n${script}  }`);
  const [, page = assert.fail()] = /<script type="module">\n(.*?)<\/script>/s.exec(guide) ?? [];
  assert.ok(scripts.length >= 5);
  writeFileSync(join(folder, "page.ts"), page);
  const head = 'import * as openjpki from "./openjpki.js";\nasync function guide() {\n';
  writeFileSync(join(folder, "guide.ts"), `${head}${scripts.join("\n")}\n}\n`);
  const mistakes = MISTAKES.map((mistake) => `// @ts-expect-error\n${mistake};`);
  writeFileSync(
    join(folder, "mistakes.ts"),
    `import * as openjpki from "./openjpki.js";\n${mistakes.join("\n")}\n`,
  );
  const compile = (/** @type {string[]} */ ...options) => {
    const flags =
      "--noEmit --target es2023 --module esnext --moduleResolution bundler --lib es2023,dom --types";
    const run = [join(ROOT, "node_modules/typescript/bin/tsc"), ...flags.split(" "), "", ...options];
    return execFileSync(process.execPath, run, { cwd: folder, encoding: "utf8" });
  };
  compile("--strict", "guide.ts", "mistakes.ts");
  compile("--strict", "false", "page.ts"); // a page's author does not have to prove that the button is there
});
