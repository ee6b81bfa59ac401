// @ts-check
import { appendFileSync, existsSync, readFileSync } from "node:fs";

/**
 * A native-messaging host that plays a script: a test double at the wire, which the browser starts in place of the
 * real host. `script.json` beside its manifest says what to send; what it receives goes to the file that `log` names.
 *
 * @typedef {object} Script
 * @property {object | null} [hello] - null: stay silent.
 * @property {string} [noise] - bytes for stdout in place of frames.
 * @property {string} [log]
 * @property {boolean} [deaf] - do not answer a cancel.
 * @property {Step[]} [steps] - played after the request arrives.
 * @property {Record<string, Step[]>} [on] - played for a method, in place of `steps`.
 *
 * @typedef {{ progress: object } | { choose: { reader: string, placed?: "just-now" | "before" }[] } | { result: unknown } | { error: object }
 *   | { await: "choice" } | { gate: string } | { exit: number }} Step
 */

const folder = process.argv[2];
/** @type {Script} */
const script = JSON.parse(readFileSync(`${folder}/script.json`, "utf8"));

/** @type {((message: any) => void)[]} */
const waiting = [];
let buffer = Buffer.alloc(0);

process.stdin.on("data", (/** @type {Buffer} */ chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  while (buffer.length >= 4 && buffer.length >= 4 + buffer.readUInt32LE(0)) {
    const end = 4 + buffer.readUInt32LE(0);
    receive(JSON.parse(buffer.subarray(4, end).toString("utf8")));
    buffer = buffer.subarray(end);
  }
});
process.stdin.on("end", () => {
  note({ eof: true });
  process.exit(0);
});

if (script.noise !== undefined) process.stdout.write(script.noise);
else if (script.hello !== null) {
  send({ method: "hello", params: script.hello ?? { version: "9.8.7", protocol: 1 } });
}

/** @param {any} message */
function receive(message) {
  note(message);
  if (message.method === "cancel" && script.deaf !== true) {
    send({
      id: message.params.id,
      error: { code: -32000, message: "cancelled", data: { code: "user-cancelled" } },
    });
  } else if (message.method === "show-window") {
    // A notification: noted, that is all.
  } else if (message.result) waiting.splice(0).forEach((go) => go(message));
  else if (message.method) play(message.id, script.on?.[message.method] ?? script.steps ?? []);
}

/**
 * @param {number} id
 * @param {Step[]} steps
 */
async function play(id, steps) {
  for (const step of steps) {
    if ("progress" in step) send({ method: "progress", params: { id, ...step.progress } });
    if ("choose" in step) {
      send({ id: "choose-1", method: "choose-card", params: { id, candidates: step.choose } });
    }
    if ("result" in step) send({ id, result: step.result });
    if ("error" in step) send({ id, error: step.error });
    if ("await" in step) await new Promise((resolve) => waiting.push(resolve));
    while ("gate" in step && !existsSync(`${script.log}.${step.gate}`)) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if ("exit" in step) process.exit(step.exit);
  }
}

/** @param {object} message */
function send(message) {
  const body = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(body.length);
  process.stdout.write(Buffer.concat([length, body]));
}

/** @param {object} message */
function note(message) {
  appendFileSync(script.log ?? "/dev/null", `${JSON.stringify(message)}\n`);
}
