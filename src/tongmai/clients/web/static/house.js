// The pages work without this. It closes the person menu on a click elsewhere and guards against a second submit.
"use strict";
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.who[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
if (location.hash) {
  const part = document.querySelector(location.hash.replace(/[^#\w-]/g, ""));
  if (part && part.closest("details")) part.closest("details").open = true;
}
