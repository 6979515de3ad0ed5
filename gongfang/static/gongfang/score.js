// The scoring sheet: a slider beside each number, and the running total. Without it the numbers alone do.
"use strict";

document.querySelectorAll("[data-score]").forEach((form) => {
  const total = form.querySelector("[data-score-total]");
  const numbers = [...form.querySelectorAll("[data-score-number]")];

  function add() {
    const given = numbers.filter((number) => number.value !== "" && number.validity.valid);
    total.textContent = given.reduce((sum, number) => sum + Number(number.value), 0);
    total.dataset.complete = given.length === numbers.length;
  }

  for (const number of numbers) {
    const range = number.parentElement.querySelector("[data-score-range]");
    range.hidden = false;
    range.addEventListener("input", () => {
      number.value = range.value;
      add();
    });
    number.addEventListener("input", () => {
      range.value = number.value || 0;
      add();
    });
  }
  add();
});
