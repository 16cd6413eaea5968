/* The reading screen: where the focus was before the page is drawn anew, and where it is put then. */

const page = document.querySelector("[data-reading]");
const STOPS = "a[href], button, input, select, textarea, summary";

// What has no id is known by its place in what has one.
export function whereabouts(held) {
  const near = held && page.contains(held) ? held.parentElement.closest("[id]") : null;
  return near && !held.id ? [near.id, [...near.querySelectorAll(STOPS)].indexOf(held)] : null;
}

export function found(place) {
  const near = place && document.getElementById(place[0]);
  const stops = near ? [...near.querySelectorAll(STOPS)] : [];
  return stops[Math.min(place?.[1], stops.length - 1)] ?? null;
}

// What had the focus may be gone: then its card has it, or the counter of doubts.
export function land(again, id) {
  if (again) {
    again.focus({ preventScroll: true });
    return;
  }
  const card = id?.match(/^(card-.+?)-(?:do-\d+|keep|same-\d+)$/)?.[1];
  const place = (card && document.getElementById(card)) || document.getElementById("doubts");
  if (id) place.focus({ preventScroll: !card });
}
