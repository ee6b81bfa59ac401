import * as openjpki from "./openjpki.js";

/** Every call of the page module, and a way to bring about every error that a page can bring about. */

const DOCUMENTS = [
  { name: "agreement.txt", mediaType: "text/plain", content: bytes("The tenant pays 80,000 yen a month.\n") },
  { name: "order.json", mediaType: "application/json", content: bytes('{ "item": "rice", "kilograms": 5 }\n') },
  { name: "lease.pdf", mediaType: "application/pdf", content: await file("lease.pdf") },
];

/** What the last call signed, to be saved. */
let savings = [];

const CALLS = {
  status: () => openjpki.status(),

  authenticate: async () => verified(await nonce(), (nonce) => openjpki.authenticate({ nonce }, { onProgress })),

  register: async () => verified(await nonce(), (nonce) => openjpki.register({ nonce }, { onProgress })),

  sign: () => signed({ documents: DOCUMENTS }),

  "sign-raw": () => signed({ documents: DOCUMENTS.slice(0, 1), output: "raw" }),

  "sign-digest": async () => {
    const digest = base64(new Uint8Array(await crypto.subtle.digest("SHA-256", DOCUMENTS[0].content)));
    return openjpki.sign({ documents: [{ name: "agreement.txt", digest, algorithm: "SHA-256" }] }, { onProgress });
  },

  "sign-pdf": async () => {
    const pdf = await openjpki.signPdf(DOCUMENTS[2].content, { name: "lease.pdf", reason: "Agreed" }, { onProgress });
    savings = [() => openjpki.save(new Blob([pdf], { type: "application/pdf" }), "lease-signed.pdf")];
    return { bytes: pdf.length, server: await posted("/verify-pdf", pdf) };
  },
};

/** Every code: when it comes, and what brings it about here, where a page can. */
const ERRORS = {
  "not-granted": [
    "No extension answers, the person has not allowed this site, or a digest alone was sent without the person's leave.",
    () => CALLS["sign-digest"](),
  ],
  "insecure-context": ["The page came over plain http. Open this site by another name than localhost to see it."],
  "activation-required": [
    "The call did not come from a click or a key press. This one waits until the click has worn off.",
    async () => {
      const challenge = await nonce();
      await new Promise((done) => setTimeout(done, 5_500));
      return openjpki.authenticate({ nonce: challenge });
    },
  ],
  busy: [
    "Another request is running, or this site was cancelled three times within a minute.",
    async () => {
      const challenge = await nonce();
      const taken = new AbortController();
      const first = openjpki.authenticate({ nonce: challenge }, { signal: taken.signal }).catch(() => {});
      try {
        return await openjpki.authenticate({ nonce: challenge });
      } finally {
        taken.abort();
        await first;
      }
    },
  ],
  "invalid-request": ["What was sent is not what the protocol asks for; the message says what.", () => openjpki.authenticate({ nonce: "short" })],
  unsupported: ["This version of OpenJPKI does not know the call; the person must update."],
  "host-missing": ["The OpenJPKI program is not installed; the window says how to install it."],
  "host-outdated": ["The program and the extension do not fit together; the person must update."],
  "host-failed": ["The program stopped. Try again."],
  "user-cancelled": [
    "The person closed a window, or the page took the request back, as here after a second.",
    async () => {
      const challenge = await nonce();
      return openjpki.authenticate({ nonce: challenge }, { onProgress, signal: AbortSignal.timeout(1_000) });
    },
  ],
  "timed-out": ["Ten minutes have passed."],
  "card-unusable": ["No card that can be used, or it was taken away. Pages do not learn more."],
  "pin-blocked": ["The card has locked the PIN; the window says where to have it set anew."],
  "certificate-missing": ["The card does not hold the certificate, as with many cards of children."],
  "certificate-expired": ["The certificate's time is over."],
  internal: ["Something went wrong inside OpenJPKI."],
};

/** Asks this site's server for a nonce; a server makes one for each call. */
async function nonce() {
  return (await fetch("/nonce", { method: "POST" })).text();
}

/** Calls with the nonce and lets the server judge what came. */
async function verified(nonce, call) {
  const evidence = await call(nonce);
  const server = await posted("/verify", JSON.stringify({ nonce, evidence }));
  return { evidence, server };
}

/** Signs and lets the server judge each signature. */
async function signed(request) {
  const result = await openjpki.sign(request, { onProgress });
  savings = result.signatures.map((signature) => () => openjpki.saveP7s(signature));
  const server = [];
  for (const [index, { signature, output }] of result.signatures.entries()) {
    const content = base64(request.documents[index].content);
    const { certificate } = result;
    server.push(await posted("/verify-document", JSON.stringify({ content, certificate, signature, output })));
  }
  return { result, server };
}

async function posted(path, body) {
  const response = await fetch(path, { method: "POST", body });
  return response.ok ? response.json() : { refused: await response.text() };
}

function onProgress(stage) {
  document.getElementById("progress").textContent = stage;
}

/** Runs a call and shows what came back, result or error. */
async function show(button, call) {
  button.dataset.state = "running";
  document.getElementById("shown").textContent = "";
  let shown;
  try {
    shown = await call();
  } catch ({ name, code, message }) {
    shown = { name, code, message };
  }
  document.getElementById("shown").textContent = JSON.stringify(shown, null, 2);
  document.getElementById("progress").textContent = "";
  document.getElementById("save").disabled = savings.length === 0;
  button.dataset.state = "over";
}

function bytes(text) {
  return new TextEncoder().encode(text);
}

function base64(content) {
  return btoa(String.fromCharCode(...content));
}

async function file(name) {
  return new Uint8Array(await (await fetch(name)).arrayBuffer());
}

for (const [id, call] of Object.entries(CALLS)) {
  const button = document.getElementById(id);
  button.addEventListener("click", () => show(button, call));
}
document.getElementById("save").addEventListener("click", () => savings.forEach((save) => save()));
for (const [code, [when, provoke]] of Object.entries(ERRORS)) {
  const row = document.getElementById("error-list").insertRow();
  row.insertCell().append(Object.assign(document.createElement("code"), { textContent: code }));
  row.insertCell().textContent = when;
  const cell = row.insertCell();
  if (!provoke) continue;
  const button = Object.assign(document.createElement("button"), { id: `provoke-${code}`, textContent: "provoke it" });
  button.addEventListener("click", () => show(button, provoke));
  cell.append(button);
}
document.body.dataset.ready = "yes";
