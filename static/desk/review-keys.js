/* Keys of the reading view, without a modifier. WCAG 2.1.4: they can be turned off, and stay off. */

const KEPT = "review-keys";

/* Let keys press what is marked with them, and go through words, paragraphs and notes. */
export function keysOf(page) {
  let work = localStorage.getItem(KEPT) !== "off";
  const place = page.querySelector(".review-switch");
  const box = place.querySelector("input");
  place.hidden = false;
  box.checked = work;
  box.addEventListener("change", () => {
    work = box.checked;
    localStorage.setItem(KEPT, work ? "on" : "off");
  });
  const deeds = {
    n: () => page.passages.step(1),
    p: () => page.passages.step(-1),
    j: () => page.margin.step(1),
    k: () => page.margin.step(-1),
    c: () => page.comment(),
    ArrowRight: (event) => page.passages.word("forward", event.shiftKey),
    ArrowLeft: (event) => page.passages.word("backward", event.shiftKey),
  };
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (target.closest("textarea, select, input:not([type=checkbox])")) {
      if (key === "Escape") leave(target);
      else if (key === "Enter" && (event.ctrlKey || event.metaKey)) target.form?.querySelector("[type=submit]")?.click();
      return;
    }
    if (!work || event.ctrlKey || event.altKey || event.metaKey) return;
    const name = key.length === 1 ? key.toLowerCase() : key;
    if (deeds[name]) {
      event.preventDefault();
      deeds[name](event);
    } else if (!event.repeat && key.length === 1) {
      press(page.margin.button(name) ?? document.querySelector(`[data-key="${CSS.escape(name)}"]`), event);
    }
  });
}

function press(found, event) {
  if (!found) return;
  event.preventDefault();
  found.click();
  found.closest("details[open]")?.querySelector("textarea")?.focus();
}

/* Escape leaves a field, and closes what it was opened for. */
function leave(field) {
  field.blur();
  const opened = field.closest("details");
  if (opened) opened.open = false;
  opened?.querySelector("summary")?.focus();
}
