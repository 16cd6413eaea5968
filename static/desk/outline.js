/* The outline of a form: a jump opens the section, and the section in hand is marked. Alt+O comes here. */

import { unfold } from "./folds.js";

const outline = document.querySelector(".desk-outline");

function entryOf(section) {
  return outline.querySelector(`a[href="#${CSS.escape(section.id)}"]`);
}

/* The section whose line was passed last by the upper third of the window. */
function inHand() {
  const sections = [...document.querySelectorAll(".desk-section")];
  const line = window.innerHeight / 3;
  return sections.findLast((each) => each.getBoundingClientRect().top <= line) ?? sections[0];
}

function mark(section) {
  const entry = section && entryOf(section);
  if (!entry || entry.hasAttribute("aria-current")) return;
  outline.querySelector("[aria-current]")?.removeAttribute("aria-current");
  entry.setAttribute("aria-current", "location");
}

function go(event) {
  const link = event.target.closest('a[href^="#"]');
  const section = link && document.getElementById(link.hash.slice(1));
  if (!section) return;
  event.preventDefault();
  if (outline.matches(":popover-open")) outline.hidePopover();
  unfold(section);
  section.scrollIntoView({ block: "start" });
  section.querySelector("summary").focus({ preventScroll: true });
  mark(section);
}

/** Bring the keyboard to the outline; on a narrow screen it comes up as a sheet. */
export function comeToOutline() {
  if (!outline) return;
  if (getComputedStyle(outline).display === "none") outline.showPopover();
  (outline.querySelector("[aria-current]") ?? outline.querySelector("a")).focus();
}

if (outline) {
  outline.addEventListener("click", go);
  // Up and down go from entry to entry.
  outline.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const links = [...outline.querySelectorAll("ol a")];
    const at = links.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    links[Math.min(Math.max(at + step, 0), links.length - 1)].focus();
  });
  document.addEventListener("focusin", ({ target }) => mark(target.closest(".desk-section")));
  let waiting = false;
  document.addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark(inHand());
      });
    },
    { passive: true },
  );
  mark(inHand());
}
