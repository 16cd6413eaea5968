/* Whoever writes why findings stay has accepted them: the box beside the reason is ticked, and freed with it. */

for (const place of document.querySelectorAll("[data-accept]")) {
  const box = place.querySelector("input[type=checkbox]");
  const reason = place.querySelector("input[list], input[type=text]");
  reason?.addEventListener("input", () => {
    box.checked = reason.value.trim() !== "";
  });
}
