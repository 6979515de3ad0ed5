// The filing: after each save, what the server said of it; a failure is told at the top of the page until it is over.
"use strict";

const banner = document.querySelector("[data-save-banner]");

function tell(text) {
  banner.textContent = text;
  banner.hidden = !text;
}

function note(form, name, text, kind) {
  const field = form.elements[name];
  const place = (field instanceof RadioNodeList ? field[0] : field)?.closest("[data-field]");
  if (!place) return;
  place.querySelector(`[data-note="${kind}"]`)?.remove();
  if (kind === "problem" && field instanceof HTMLElement) field.classList.toggle("is-invalid", Boolean(text));
  if (!text) return;
  const line = document.createElement("p");
  line.dataset.note = kind;
  line.className = kind === "problem" ? "invalid-feedback" : "filing-warning";
  line.textContent = text;
  place.append(line);
}

function noteAll(form, told) {
  for (const name of new Set(Array.from(form.elements, (field) => field.name))) {
    note(form, name, told.problems[name], "problem");
    note(form, name, told.warnings[name], "warning");
  }
}

document.addEventListener("gongfang:saved", (event) => {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !event.detail?.revision) return;
  form.elements.revision.value = event.detail.revision;
  noteAll(form, event.detail);
  tell(Object.keys(event.detail.problems).length ? banner.dataset.partly : "");
});

document.addEventListener("gongfang:save-failed", (event) => tell(banner.dataset[event.detail]));

for (const name of ["htmx:responseError", "htmx:sendError"]) {
  document.addEventListener(name, () => tell(banner.dataset.failed));
}
document.addEventListener("htmx:afterOnLoad", () => {
  if (banner.textContent === banner.dataset.failed) tell("");
});

// How far an upload has come.
document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
});
