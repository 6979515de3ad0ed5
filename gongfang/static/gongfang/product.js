// A product while it is written: after each save, what is wrong beside its field, and what is still missing.
"use strict";

function beside(field, text) {
  const place = field?.closest(".mb-3");
  if (!place) return;
  place.querySelector("[data-note]")?.remove();
  field.classList.toggle("is-invalid", Boolean(text));
  if (!text) return;
  const line = document.createElement("p");
  line.dataset.note = "problem";
  line.className = "invalid-feedback d-block";
  line.textContent = text;
  place.append(line);
}

document.addEventListener("gongfang:saved", (event) => {
  const { problems, missing } = event.detail ?? {};
  if (!problems) return;
  for (const field of event.target.elements) {
    if (field.type !== "hidden" && field.type !== "radio" && field.name) beside(field, problems[field.name]);
  }
  const list = document.querySelector("[data-missing]");
  list.replaceChildren(
    ...(missing.length ? missing : [list.dataset.nothing]).map((label) => {
      const line = document.createElement("li");
      line.textContent = label;
      return line;
    }),
  );
});
