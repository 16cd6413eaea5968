/* Asks before leaving a form in which something was written and not saved. */

for (const form of document.querySelectorAll("form[data-warn-unsaved]")) {
  let changed = false;
  const note = () => {
    changed = true;
  };
  form.addEventListener("input", note);
  form.addEventListener("change", note);
  form.addEventListener("submit", () => {
    changed = false;
  });
  form.addEventListener("desk:saved", ({ detail }) => {
    changed = !detail.clean;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}
