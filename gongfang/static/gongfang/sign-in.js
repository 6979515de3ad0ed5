// The demonstration's accounts: a press fills in the form. Without this the login and password can be typed.
"use strict";

document.addEventListener("click", (event) => {
  const account = event.target.closest("[data-demo-login]");
  if (!account) return;
  const form = document.getElementById("sign-in");
  form.elements.login.value = account.dataset.demoLogin;
  form.elements.password.value = account.dataset.demoPassword;
  form.querySelector("[type=submit]").focus();
});
