/* Keys of the form, told on the help page: save, go on, next and previous part, next problem, fill in, outline,
   preview. */

import { unfold } from "./folds.js";
import { firstField } from "./jump.js";
import { togglePreview } from "./live-preview.js";
import { comeToOutline } from "./outline.js";

const form = document.querySelector("form.desk-form");
let problem = -1;

function press(selector) {
  const button = form.querySelector(selector);
  if (button) form.requestSubmit(button);
}

function part(step) {
  const parts = [...form.querySelectorAll(".desk-section")];
  const top = parts.findLastIndex((each) => each.getBoundingClientRect().top < 140);
  const next = parts[Math.min(Math.max(top + step, 0), parts.length - 1)];
  if (!next) return;
  unfold(next);
  next.scrollIntoView({ block: "start" });
  (firstField(next) ?? next.querySelector("summary")).focus({ preventScroll: true });
}

function nextProblem() {
  const links = [...document.querySelectorAll(".desk-side a[href*='#field-'], .desk-side a[data-jump]")];
  if (!links.length) return;
  problem = (problem + 1) % links.length;
  const anchor = links[problem].hash;
  if (location.hash === anchor) window.dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = anchor;
}

/* The row in which one writes is filled in from its address. */
function fillIn() {
  document.activeElement?.closest(".desk-row")?.querySelector("source-address button")?.click();
}

const KEYS = {
  n: () => part(1),
  p: () => part(-1),
  j: nextProblem,
  a: fillIn,
  o: comeToOutline,
  l: togglePreview,
};

if (form) {
  document.addEventListener("keydown", (event) => {
    const command = event.ctrlKey || event.metaKey;
    if (command && !event.altKey && event.key === "s") {
      event.preventDefault();
      press("[name=_continue], [name=_save]");
    } else if (command && event.key === "Enter") {
      event.preventDefault();
      press("[name=_then]:not([value=preview])");
    } else if (event.altKey && !command && event.code.startsWith("Key")) {
      const deed = KEYS[event.code.slice(3).toLowerCase()];
      if (deed) {
        event.preventDefault();
        deed();
      }
    }
  });
}
