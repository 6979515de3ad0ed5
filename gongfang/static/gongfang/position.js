// Attaches where the photograph is taken, only when asked: <button data-position hidden> in a form with the fields
// latitude and longitude. Without a positioning device the button stays hidden.
"use strict";

function offer(button) {
  const form = button.closest("form");
  const label = button.querySelector("[role=status]");

  button.hidden = false;
  button.addEventListener("click", () => {
    label.textContent = button.dataset.positionAsking;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        label.textContent = button.dataset.positionFound;
      },
      () => {
        label.textContent = button.dataset.positionFailed;
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}

if ("geolocation" in navigator) {
  document.querySelectorAll("[data-position]").forEach(offer);
}
