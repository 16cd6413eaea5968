/* Whoever writes why findings stay has accepted them: the box beside the reason is ticked, and freed with it.
   Enter goes on to the next reason: it must not publish what has not been looked at. */

const reasons = [...document.querySelectorAll("[data-accept] input:not([type=checkbox])")];

for (const [number, reason] of reasons.entries()) {
  const box = reason.closest("[data-accept]").querySelector("input[type=checkbox]");
  reason.addEventListener("input", () => {
    box.checked = reason.value.trim() !== "";
  });
  reason.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    (reasons[number + 1] ?? document.querySelector(".desk-bar [type=submit]"))?.focus();
  });
}
