// The page's side of docs/PROTOCOL.md section 8, written from its description.

const STEPS = [
  { division: "01", field: "signing-certificate" },
  { division: "02", field: "authentication-certificate" },
];
let step = 0;

function launch(message) {
  document.dispatchEvent(new CustomEvent("launchJPKIApp", { detail: JSON.stringify(message) }));
}

function ask() {
  launch({ mode: "11", keypair_division: STEPS[step].division, certificate_type: "01" });
}

for (const id of ["applicant", "lawyer"]) {
  document.getElementById(id).addEventListener("click", () => {
    step = 0;
    ask();
  });
}

document.addEventListener("recvJPKIMsg", ({ detail }) => {
  const { mode, result, certificate, errcode } = JSON.parse(detail);
  if (mode !== "11") return;
  if (result !== "0") {
    document.getElementById("error").textContent = errcode;
    return;
  }
  document.getElementsByName(STEPS[step].field)[0].value = certificate;
  step += 1;
  if (step < STEPS.length) ask();
  else document.getElementById("form").submit();
});

addEventListener("beforeunload", () => launch({ mode: "05" }));
