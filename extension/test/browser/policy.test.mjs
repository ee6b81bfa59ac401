// @ts-check
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { CHROMIUM, EXTENSION_ID, temporaryFolder } from "./chromium.mjs";
import { Stage } from "./stage.mjs";

/**
 * An administrator's policy in a real browser. The browser reads it from a folder of the system, so it gets a mount
 * namespace of its own in which that folder is ours; without the right to make one the test is skipped.
 */
const SYSTEM = "/etc/chromium";
const folder = temporaryFolder();
const program = join(folder, "chromium-with-policy");

writeFileSync(
  join(folder, "openjpki.json"),
  JSON.stringify({
    "3rdparty": {
      extensions: {
        [EXTENSION_ID]: {
          blockedOrigins: ["https://*.blocked.go.jp"],
          language: "vi",
          webEidOrigins: ["https://portal.other.go.jp"],
        },
      },
    },
  }),
);
writeFileSync(
  program,
  `#!/bin/sh
mount -t tmpfs tmpfs ${SYSTEM} && mkdir -p ${SYSTEM}/policies/managed &&
cp "${folder}/openjpki.json" ${SYSTEM}/policies/managed/ && exec "${CHROMIUM}" "$@"
`,
  { mode: 0o755 },
);

/** @returns {string | false} why it cannot run here. */
function hindrance() {
  try {
    execFileSync("unshare", ["--mount", "mount", "-t", "tmpfs", "tmpfs", SYSTEM], { stdio: "ignore" });
    return false;
  } catch {
    return `no mount namespace over ${SYSTEM}`;
  }
}

test(
  "a blocked government site may not ask, and the administrator's language is spoken",
  { skip: hindrance() },
  async () => {
    const stage = new Stage({ command: ["unshare", "--mount", program] });
    after(async () => {
      await stage.close();
      rmSync(folder, { recursive: true });
    });
    const blocked = await stage.pageAt("https://portal.blocked.go.jp/");
    assert.equal((await blocked.run("openjpki.status()")).granted, false);
    await stage.call(blocked);
    assert.deepEqual(await stage.outcome(blocked), { code: "not-granted" });
    const popup = await stage.popup(blocked);
    assert.equal(await popup.run(`document.getElementById("site").dataset.state`), "blocked");
    assert.equal(await popup.run(`document.getElementById("site-grant").hidden`), true);
    assert.equal(await popup.run("document.documentElement.lang"), "vi");
    await popup.close();
    const other = await stage.pageAt("https://portal.other.go.jp/");
    assert.equal((await other.run("openjpki.status()")).granted, true);
    const over = await stage.popup(other);
    const decided = `(({ checked, disabled }) => checked && disabled)(document.getElementById("webEid"))`;
    assert.equal(await over.run(decided), true, "switched on by the administrator, not to be switched here");
    assert.equal(await over.run(`document.getElementById("unseenDocuments").disabled`), false);
    assert.equal(
      await over.run(`document.querySelector("#webEid-note [data-decided]").checkVisibility()`),
      true,
    );
    await over.close();
    const list = await stage.chromium.open(`chrome-extension://${EXTENSION_ID}/sites/sites.html`);
    await list.until(`document.getElementById("blocked").textContent === "https://*.blocked.go.jp"`);
  },
);
