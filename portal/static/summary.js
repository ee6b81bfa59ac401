// @ts-check
// The summary of errors takes the focus, and a link in it leads to its field.

document.getElementById("summary")?.focus();
