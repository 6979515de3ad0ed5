// Saves a form while it is filled in: <form data-autosave="URL"> with one [data-save-state] element in it or on the page.
// The server answers 2xx when the draft is durable. Anything else is told loudly and tried again, but for 409:
// another window has saved the same, and what stands here must not overwrite it unseen.
"use strict";

const PAUSE = 800;
const RETRY = 5000;

// What the server says of the saved draft, where it says anything.
async function told(answer) {
  return answer.headers.get("Content-Type")?.startsWith("application/json") ? answer.json() : {};
}

function watch(form) {
  const state = form.querySelector("[data-save-state]") ?? document.querySelector("[data-save-state]");
  let timer = 0;
  let isDirty = false;
  let isSaving = false;
  let isOvertaken = false;
  let isLeaving = false;

  function show(name) {
    state.dataset.state = name;
    state.textContent = state.dataset[name];
  }

  async function save() {
    if (isSaving || isOvertaken) return;
    isSaving = true;
    isDirty = false;
    show("saving");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "error" });
      isOvertaken = answer.status === 409;
      if (!answer.ok) throw new Error(answer.status);
      show("saved");
      form.dispatchEvent(new CustomEvent("gongfang:saved", { bubbles: true, detail: await told(answer) }));
    } catch {
      isDirty = true;
      show(isOvertaken ? "overtaken" : "failed");
      form.dispatchEvent(new CustomEvent("gongfang:save-failed", { bubbles: true, detail: state.dataset.state }));
    }
    isSaving = false;
    if (isDirty && !isLeaving) schedule(state.dataset.state === "failed" ? RETRY : PAUSE);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  // On the document: a field may stand outside the form it belongs to (<textarea form="…">).
  document.addEventListener("input", (event) => {
    if (event.target.form !== form) return;
    isLeaving = false;
    isDirty = true;
    schedule(PAUSE);
  });
  // On the window, after all others: a confirmation may have held the form back.
  window.addEventListener("submit", (event) => {
    if (event.target !== form || event.defaultPrevented) return;
    isLeaving = true;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if ((isDirty || isSaving) && !isLeaving) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
