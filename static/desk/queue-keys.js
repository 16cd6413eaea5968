/* Keys without a modifier, for a queue. WCAG 2.1.4: they can be turned off, and stay off. */

let keysWork = localStorage.getItem("queue-keys") !== "off";

export function offerSwitch() {
  const place = document.getElementById("queue-keys-switch");
  const box = place?.querySelector("input");
  if (!box) return;
  place.hidden = false;
  box.checked = keysWork;
  box.addEventListener("change", () => {
    keysWork = box.checked;
    localStorage.setItem("queue-keys", box.checked ? "on" : "off");
  });
}

/* Return what of `root` a key presses, null where it presses nothing. A key that is held down counts once. */
export function pressedBy(event, root) {
  if (!keysWork || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return null;
  if (event.target.closest("textarea, select, input:not([type=checkbox], [type=radio])")) {
    if (event.key === "Escape") event.target.blur();
    return null;
  }
  const found = root.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  return found?.closest("[hidden]") ? null : found;
}

/* Return the keys that decide on what is shown, for when nothing is. */
export function deciding(root) {
  const buttons = root.querySelectorAll("[data-decide] button[data-key]");
  return new Set([...buttons].map((button) => button.dataset.key));
}

export function press(found) {
  if (found.matches("input")) {
    found.focus();
    found.select();
  } else {
    found.click();
  }
}
