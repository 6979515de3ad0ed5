// The page 抽签验算: fetch the published file, or read one the visitor has kept, and show what was recomputed.
import { verifyDraw } from "./draw-verify.js";

const page = document.querySelector("[data-draw-check]");
const result = page.querySelector("[data-draw-result]");
const template = page.querySelector("template");

function show(lines) {
  const words = page.dataset;
  const isValid = lines.every((line) => line.isSame);
  result.replaceChildren();
  const verdict = document.createElement("p");
  verdict.className = isValid ? "draw-verdict is-same" : "draw-verdict is-different";
  verdict.textContent = isValid ? words.same : words.different;
  const list = document.createElement("ul");
  list.className = "draw-lines";
  list.append(...lines.map((line) => row(line, words)));
  result.append(verdict, list);
}

function row(line, words) {
  const item = template.content.firstElementChild.cloneNode(true);
  item.classList.add(line.isSame ? "is-same" : "is-different");
  item.querySelector("[data-name]").textContent = template.dataset[line.name];
  item.querySelector("[data-answer]").textContent = line.isSame ? words.lineSame : words.lineDifferent;
  item.querySelector("[data-value]").textContent = line.isSame ? line.published : `${line.published} ≠ ${line.recomputed}`;
  return item;
}

function check(text) {
  try {
    show(verifyDraw(JSON.parse(text)));
  } catch {
    show(verifyDraw(null));
  }
}

page.querySelector("[data-draw-fetch]")?.addEventListener("click", async (event) => {
  const response = await fetch(event.currentTarget.dataset.drawFetch);
  check(await response.text());
});

page.querySelector("[data-draw-file]").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (file) check(await file.text());
});
