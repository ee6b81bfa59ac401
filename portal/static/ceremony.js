// @ts-check
// The button that reads the card: a nonce from the server, one ceremony with the card, the evidence back to the server.

const button = element("start-applicant", HTMLButtonElement);
const cancel = element("ceremony-cancel", HTMLButtonElement);
const message = element("ceremony-message", HTMLElement);
const sentences = element("sentences", HTMLTemplateElement);

/**
 * What OpenJPKI is asked for: `register` or `authenticate` of the page module.
 *
 * @typedef {(request: { nonce: string }, options: { lang: string, signal: AbortSignal, onProgress: (stage: string) => void }) => Promise<unknown>} Ask
 */

/**
 * Makes the button work.
 *
 * @param {Ask} ask
 * @param {string} place where the site takes both requests: `PLACE/challenge` and `PLACE/evidence`
 */
export function offer(ask, place) {
  button.addEventListener("click", () => start(ask, place));
}

/**
 * @param {Ask} ask
 * @param {string} place
 */
async function start(ask, place) {
  const abort = new AbortController();
  const stop = () => abort.abort();
  button.disabled = true;
  cancel.hidden = false;
  cancel.addEventListener("click", stop);
  say("starting", "working");
  try {
    const { nonce } = await post(`${place}/challenge`, {});
    const evidence = await ask(
      { nonce },
      {
        lang: document.documentElement.lang,
        signal: abort.signal,
        onProgress: (stage) => say(stage, "working"),
      },
    );
    cancel.hidden = true;
    say("sending", "working");
    const { next } = await post(`${place}/evidence`, { nonce, evidence });
    say("done", "working");
    location.assign(next);
  } catch (error) {
    say(codeOf(error), "failed");
    message.focus();
    button.disabled = false;
  } finally {
    cancel.hidden = true;
    cancel.removeEventListener("click", stop);
  }
}

// A page that the browser kept and shows again starts afresh.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  button.disabled = false;
  message.replaceChildren();
  message.className = "message";
});

/**
 * @param {string} path
 * @param {object} body
 * @returns {Promise<any>}
 */
async function post(path, body) {
  const headers = {
    "content-type": "application/json",
    "x-csrf-token": button.dataset.csrf ?? "",
  };
  let response;
  try {
    response = await fetch(path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
    });
  } catch (cause) {
    throw Object.assign(new Error("the site does not answer", { cause }), {
      code: "unreachable",
    });
  }
  if (response.ok) return response.json();
  const { error } = await response.json().catch(() => ({}));
  throw Object.assign(new Error(`the site answers ${response.status}`), {
    code: error ?? "unknown",
  });
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function codeOf(error) {
  return error instanceof Error && "code" in error
    ? String(error.code)
    : "unknown";
}

/**
 * Shows the sentence for a stage or an error in the page's language; the server wrote them all into the page.
 *
 * @param {string} code
 * @param {"working" | "failed"} state
 */
function say(code, state) {
  const all = [...sentences.content.querySelectorAll("[data-code]")];
  const named = (/** @type {string} */ name) =>
    all.find((sentence) => sentence.getAttribute("data-code") === name);
  const sentence = named(code) ?? named("unknown");
  if (!sentence) return;
  message.className = `message ${state}`;
  message.dataset.code = code;
  message.replaceChildren(sentence.cloneNode(true));
}

/**
 * @template {HTMLElement} T
 * @param {string} id
 * @param {new () => T} type
 * @returns {T}
 */
function element(id, type) {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`the page has no ${id}`);
  return found;
}
