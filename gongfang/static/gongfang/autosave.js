// Saves a form while it is filled in: <form data-autosave="URL"> with one [data-save-state] element in it.
// The server answers 2xx when the draft is durable. Anything else is told loudly and tried again.
"use strict";

const PAUSE = 800;
const RETRY = 5000;

function watch(form) {
  const state = form.querySelector("[data-save-state]");
  let timer = 0;
  let isDirty = false;
  let isSaving = false;

  function show(name) {
    state.dataset.state = name;
    state.textContent = state.dataset[name];
  }

  async function save() {
    if (isSaving) return;
    isSaving = true;
    isDirty = false;
    show("saving");
    try {
      const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "error" });
      if (!answer.ok) throw new Error(answer.status);
      show("saved");
      form.dispatchEvent(new CustomEvent("gongfang:saved", { bubbles: true }));
    } catch {
      isDirty = true;
      show("failed");
    }
    isSaving = false;
    if (isDirty) schedule(state.dataset.state === "failed" ? RETRY : PAUSE);
  }

  function schedule(delay) {
    clearTimeout(timer);
    timer = setTimeout(save, delay);
  }

  form.addEventListener("input", () => {
    isDirty = true;
    schedule(PAUSE);
  });
  form.addEventListener("submit", () => {
    isDirty = false;
    clearTimeout(timer);
  });
  window.addEventListener("beforeunload", (event) => {
    if (isDirty || isSaving) event.preventDefault();
  });
}

document.querySelectorAll("form[data-autosave]").forEach(watch);
