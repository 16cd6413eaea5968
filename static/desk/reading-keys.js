/* The reading screen by keyboard: up and down the lines, over to the draft and back, to the next doubt, undo. */

import { other } from "./reading-join.js";

const page = document.querySelector("[data-reading]");
let doubt = -1;

const lines = () => [...page.querySelectorAll(".read-words")];

// One line at a time is a stop of the tab key.
function roam(current) {
  for (const each of lines()) each.tabIndex = each === current ? 0 : -1;
}

function step(from, by) {
  const all = lines();
  const next = all[Math.min(Math.max(all.indexOf(from) + by, 0), all.length - 1)];
  roam(next);
  next?.focus();
}

function over() {
  const at = document.activeElement;
  const place = other(at);
  if (!place) return;
  const into = place.closest(".read-line")?.querySelector(".read-words") ?? place;
  if (into.matches(".read-words")) roam(into);
  into.focus();
  into.scrollIntoView({ block: "center" });
}

function nextDoubt() {
  const links = [...page.querySelectorAll("[data-doubt]")];
  if (!links.length) return;
  doubt = (doubt + 1) % links.length;
  reach(links[doubt].hash.slice(1));
}

function reach(id) {
  const place = document.getElementById(decodeURIComponent(id));
  if (!place) return;
  const fields = place.querySelector("details");
  if (fields) fields.open = true;
  const into = place.matches(".read-line") ? place.querySelector(".read-words") : place;
  if (into.matches(".read-words")) roam(into);
  into.focus({ preventScroll: true });
  place.scrollIntoView({ block: "center" });
}

const KEYS = { KeyJ: nextDoubt, KeyO: over, KeyZ: () => document.getElementById("take-last-back")?.click() };

document.addEventListener("keydown", (event) => {
  if (event.altKey && !event.ctrlKey && !event.metaKey && KEYS[event.code]) {
    event.preventDefault();
    KEYS[event.code]();
  } else if (event.target.matches(".read-words") && ["ArrowDown", "ArrowUp"].includes(event.key)) {
    event.preventDefault();
    step(event.target, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter" && event.target.matches("[name^='reason:']")) {
    event.preventDefault();
    event.target.closest(".read-settle").querySelector("button").click();
  } else if (event.key === "Escape" && event.target.closest(".read-panel")) {
    document.getElementById("close-line").click();
  }
});

page.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link) return;
  event.preventDefault();
  reach(link.hash.slice(1));
});

page.addEventListener("focusin", (event) => {
  if (event.target.matches(".read-words")) roam(event.target);
});

new MutationObserver(() => roam(lines().find((each) => each === document.activeElement) ?? lines()[0])).observe(page, {
  childList: true,
});
roam(lines()[0]);
