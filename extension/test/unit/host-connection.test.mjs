// @ts-check
import assert from "node:assert/strict";
import { afterEach, beforeEach, mock, test } from "node:test";
import { FakePort, installFakeChrome } from "./fake-port.mjs";

installFakeChrome();
const { HELLO_TIMEOUT, HostConnection } = await import("../../shared/host-connection.js");

const HELLO = { jsonrpc: "2.0", method: "hello", params: { version: "1.0.0", protocol: 1 } };
const deaf = { progress: () => {}, chooseCard: () => {} };

/** @type {FakePort} */
let native;
/** @type {InstanceType<typeof HostConnection>} */
let host;

beforeEach(() => {
  native = new FakePort();
  host = new HostConnection(native.port);
});
afterEach(() => host.close());

test("a hello, a request, its answer", async () => {
  native.receive(HELLO);
  assert.deepEqual(await host.hello, { version: "1.0.0" });
  const answer = host.request("authenticate", { nonce: "n" }, deaf);
  assert.deepEqual(native.sent, [{ jsonrpc: "2.0", id: 1, method: "authenticate", params: { nonce: "n" } }]);
  await assert.rejects(host.request("register", {}, deaf), { code: "busy" });
  native.receive({ jsonrpc: "2.0", id: 1, result: { fine: true } });
  assert.deepEqual(await answer, { fine: true });
  host.close();
  assert.equal(native.disconnected, true);
});

test("what the browser says when the host cannot be reached", async () => {
  for (const [error, code] of Object.entries({
    "Specified native messaging host not found.": "host-missing",
    "No such native application org.openjpki.host": "host-missing",
    "Access to the specified native messaging host is forbidden.": "host-failed",
    "Native host has exited.": "host-failed",
    "Error when communicating with the native messaging host.": "host-failed",
  })) {
    const port = new FakePort();
    const connection = new HostConnection(port.port);
    port.drop(error);
    await assert.rejects(connection.hello, { code }, error);
  }
});

test("a silent host fails after the hello timeout, not before", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const port = new FakePort();
  const connection = new HostConnection(port.port);
  mock.timers.tick(HELLO_TIMEOUT - 1);
  assert.equal(port.disconnected, false);
  mock.timers.tick(1);
  mock.timers.reset();
  await assert.rejects(connection.hello, { code: "host-failed" });
  assert.equal(port.disconnected, true);
});

test("once greeted, a person may take as long as they need", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const port = new FakePort();
  const connection = new HostConnection(port.port);
  port.receive(HELLO);
  mock.timers.tick(HELLO_TIMEOUT * 100);
  mock.timers.reset();
  assert.equal(port.disconnected, false);
  connection.close();
});

test("messages that are not of the protocol end the connection", async () => {
  for (const message of [
    null,
    1,
    "x",
    [],
    {},
    { jsonrpc: "1.0" },
    { ...HELLO, params: { version: "<b>", protocol: 1 } },
  ]) {
    const port = new FakePort();
    const connection = new HostConnection(port.port);
    port.receive(message);
    await assert.rejects(connection.hello, { code: "host-failed" });
  }
});

test("progress passes on known keys with known values only, and only for this request", () => {
  /** @type {any[]} */
  const heard = [];
  native.receive(HELLO);
  host.request("register", {}, { ...deaf, progress: (progress) => heard.push(progress) }).catch(() => {});
  const tell = (/** @type {any} */ params) => native.receive({ jsonrpc: "2.0", method: "progress", params });
  tell({
    id: 1,
    stage: "waiting-for-pin",
    detail: { key: "digital-signature", remaining: 5, reason: "pin-wrong" },
  });
  tell({
    id: 1,
    stage: "waiting-for-card",
    detail: { key: "my-number", remaining: 99, reason: "<script>", reader: "x" },
  });
  tell({ id: 1, stage: "reading" });
  tell({ id: 1, stage: "made-up" });
  tell({ id: 2, stage: "reading" });
  assert.deepEqual(heard, [
    { stage: "waiting-for-pin", reason: "pin-wrong", key: "digital-signature", remaining: 5 },
    { stage: "waiting-for-card" },
    { stage: "reading" },
  ]);
  host.close();
});

test("a host's error keeps its detail; an unknown code is internal", async () => {
  native.receive(HELLO);
  const blocked = host.request("authenticate", {}, deaf);
  const error = {
    code: -32000,
    message: "m",
    data: { code: "pin-blocked", key: "user-authentication", remaining: 0 },
  };
  native.receive({ jsonrpc: "2.0", id: 1, error });
  await assert.rejects(blocked, { code: "pin-blocked", key: "user-authentication", remaining: 0 });
  const unknown = host.request("authenticate", {}, deaf);
  native.receive({
    jsonrpc: "2.0",
    id: 2,
    error: { code: -32000, message: "m", data: { code: "toString" } },
  });
  await assert.rejects(unknown, { code: "internal" });
});

test("a question without cards, or with too many, ends the connection", async () => {
  for (const candidates of [[], "x", Array(17).fill({ reader: "r" })]) {
    const port = new FakePort();
    const connection = new HostConnection(port.port);
    port.receive(HELLO);
    const answer = connection.request("authenticate", {}, deaf);
    port.receive({ jsonrpc: "2.0", id: "choose-1", method: "choose-card", params: { id: 1, candidates } });
    await assert.rejects(answer, { code: "host-failed" });
  }
});

test("a port that closed before anyone said so is a host that failed", async () => {
  native.receive(HELLO);
  native.disconnect();
  await assert.rejects(host.request("authenticate", {}, deaf), { code: "host-failed" });
  host.cancel();
});
