// Small behaviours that plain HTML lacks. Every page works without them except where it says so.
"use strict";

// confirm: the first press of a [data-confirm] button opens its dialog; the button inside the dialog submits.
document.addEventListener("submit", (event) => {
  const name = event.submitter?.dataset.confirm;
  const dialog = name && document.getElementById(name);
  if (dialog && !dialog.open) {
    event.preventDefault();
    dialog.showModal();
  }
});

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-dialog-close]")) {
    event.target.closest("dialog").close();
  }

  // copy link: <button data-copy="TEXT" data-copied="已复制">
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      copy.textContent = copy.dataset.copied;
    });
  }

  if (event.target.closest("[data-print]")) {
    window.print();
  }

  // account menu: a click elsewhere closes it
  for (const menu of document.querySelectorAll("details.account[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && document.querySelector("details.account[open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
