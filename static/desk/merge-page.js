/* The merge page: keys for its buttons, and a preview in its own window that follows what is chosen. */

const form = document.querySelector("form.merge-form");
const preview = form?.querySelector("[formtarget]");
const keysWork = localStorage.getItem("queue-keys") !== "off";
let isShown = false;
let waiting = 0;

const follow = () => {
  window.clearTimeout(waiting);
  if (isShown) waiting = window.setTimeout(() => form.requestSubmit(preview), 600);
};

if (form) {
  form.addEventListener("submit", (event) => {
    if (event.submitter === preview) isShown = true;
  });
  form.addEventListener("change", (event) => {
    if (event.target.type === "radio" && event.target.value === "new") {
      event.target.closest("fieldset").querySelector("details")?.setAttribute("open", "");
    }
    follow();
  });
  form.addEventListener("input", follow);
}

document.addEventListener("keydown", (event) => {
  if (!keysWork || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
  if (event.target.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])")) return;
  const found = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!found) return;
  event.preventDefault();
  found.click();
});
