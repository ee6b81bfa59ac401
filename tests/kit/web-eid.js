// A page for Web eID: with its library where the author serves it, else with the same messages.

const library = await import("/site/web-eid.js").catch(() => null);
const webeid = library ?? messages();

/** The messages of Web eID's page library: one at a time, acknowledged, then success or failure. */
function messages() {
  const call = (action, more) =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject({ code: "ERR_WEBEID_EXTENSION_UNAVAILABLE" }), 4_000); // the library: 1 s
      const receive = ({ data }) => {
        if (data?.action === `web-eid:${action}-ack`) return clearTimeout(late);
        const { action: heard, error, ...result } = data ?? {};
        if (heard === `web-eid:${action}-success`) resolve(result);
        else if (heard === `web-eid:${action}-failure`) reject(error);
        else return;
        removeEventListener("message", receive);
      };
      addEventListener("message", receive);
      postMessage({ action: `web-eid:${action}`, libraryVersion: "2.1.0", ...more }, "*");
    });
  return {
    status: () => call("status"),
    authenticate: (challengeNonce, options) => call("authenticate", { challengeNonce, options }),
    getSigningCertificate: (options) => call("get-signing-certificate", { options }),
    sign: (certificate, hash, hashFunction, options) => call("sign", { certificate, hash, hashFunction, options }),
  };
}

const CALLS = {
  status: () => webeid.status(),

  authenticate: async () => {
    const nonce = await (await fetch("/nonce", { method: "POST" })).text();
    const token = await webeid.authenticate(nonce, { lang: "en" });
    const answer = await fetch("/verify", { method: "POST", body: JSON.stringify({ nonce, evidence: token }) });
    return { nonce, token, server: answer.ok ? await answer.json() : { refused: await answer.text() } };
  },

  sign: async () => {
    const { certificate, supportedSignatureAlgorithms } = await webeid.getSigningCertificate();
    const content = new TextEncoder().encode("An agreement that a server prepared.\n");
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
    const hash = btoa(String.fromCharCode(...digest));
    const { signature, signatureAlgorithm } = await webeid.sign(certificate, hash, "SHA-256");
    const body = { content: btoa(String.fromCharCode(...content)), certificate, signature, output: "raw" };
    const answer = await fetch("/verify-document", { method: "POST", body: JSON.stringify(body) });
    return { supportedSignatureAlgorithms, signatureAlgorithm, ...body, server: await answer.json() };
  },
};

for (const [id, call] of Object.entries(CALLS)) {
  const button = document.getElementById(id);
  button.addEventListener("click", async () => {
    button.dataset.state = "running";
    const shown = await call().catch(({ name, code, message }) => ({ name, code, message }));
    document.getElementById("shown").textContent = JSON.stringify(shown, null, 2);
    button.dataset.state = "over";
  });
}
document.body.dataset.ready = library ? "library" : "messages";
