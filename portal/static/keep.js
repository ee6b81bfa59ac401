// @ts-check
// STEP1: sends what was changed on this page to the server while somebody types, so that a reload, another language or a closed tab
// loses nothing. Only what was changed is taken over, so that two tabs do not undo each other.

const PAUSE = 400;

const form = document.getElementById("step1");
if (form instanceof HTMLFormElement) keep(form);

/** @param {HTMLFormElement} form */
function keep(form) {
  const marker = document.createElement("input");
  marker.type = "hidden";
  marker.name = "changed";
  form.append(marker);
  const before = asWritten(form);
  const mark = () => {
    const now = values(form);
    const names = new Set([...before.keys(), ...now.keys()]);
    marker.value = [...names]
      .filter((name) => before.get(name) !== now.get(name))
      .join(" ");
    return marker.value;
  };
  let sent = "";
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  const send = () => {
    clearTimeout(waiting);
    if (!mark()) return;
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      if (typeof value === "string") body.append(name, value);
    }
    if (body.toString() === sent) return;
    sent = body.toString();
    fetch("/registration/keep", {
      method: "POST",
      body,
      keepalive: true,
    }).catch(() => (sent = ""));
  };
  form.addEventListener("submit", () => {
    clearTimeout(waiting);
    mark();
  });
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(send, PAUSE);
  });
  form.addEventListener("change", send);
  addEventListener("pagehide", send);
}

/**
 * What the server wrote into the form; the browser may have filled in something else before this script ran.
 *
 * @param {HTMLFormElement} form
 */
function asWritten(form) {
  const copy = document.importNode(form, true);
  copy.reset();
  return values(copy);
}

/**
 * What stands in the form.
 *
 * @param {HTMLFormElement} form
 * @returns {Map<string, string>}
 */
function values(form) {
  /** @type {Map<string, string>} */
  const found = new Map();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "changed") found.set(name, value);
  }
  return found;
}
