/* The reading screen: what is pointed at, or has the focus, lights up on both sides. */

const page = document.querySelector("[data-reading]");
let lit = [];

function counterparts(target) {
  const source = target.closest("[data-joins]");
  if (source) {
    const cards = source.dataset.joins.split(" ").filter(Boolean);
    return [source, ...cards.map((id) => document.getElementById(id)).filter(Boolean)];
  }
  const card = target.closest(".read-card");
  if (!card) return [];
  const joined = [...page.querySelectorAll(`[data-joins~="${CSS.escape(card.id)}"]`)];
  // Of a line with several reports, the sentence and not the whole line.
  const inner = joined.filter((each) => !joined.some((other) => other !== each && each.contains(other)));
  return [card, ...inner];
}

function show(target, far) {
  const found = target instanceof Element ? counterparts(target) : [];
  if (found.length === 0 && !far) return;
  for (const each of lit) each.classList.remove("is-lit");
  lit = found;
  for (const each of lit) each.classList.add("is-lit");
  const line = lit[1]?.closest(".read-line");
  if (line) reveal(line);
  else if (far && isBeside(lit[0], lit[1])) lit[1].scrollIntoView({ block: "nearest" });
}

// One above the other, what is shown below would take the line that has the focus out of sight.
function isBeside(line, card) {
  return Boolean(card) && card.getBoundingClientRect().left >= line.getBoundingClientRect().right;
}

// The list of lines scrolls by itself where there is room for two columns.
function reveal(line) {
  const box = line.closest(".read-text");
  if (!box || box.scrollHeight <= box.clientHeight) return;
  const [above, below] = [box.getBoundingClientRect(), line.getBoundingClientRect()];
  if (below.top < above.top || below.bottom > above.bottom) {
    box.scrollTop += below.top - above.top - above.height / 3;
  }
}

page.addEventListener("pointerover", (event) => show(event.target, false));
// A page that scrolls under a finger that is pressing would swallow the click: only keys lead far.
page.addEventListener("focusin", (event) => show(event.target, event.target.matches(".read-words:focus-visible")));

export function other(target) {
  const found = target instanceof Element ? counterparts(target) : [];
  return found.length > 1 ? found[1] : null;
}
