/* <shared-notes>: what was left at a shared preview, beside the words that it is about where the window is
   wide, else below the page. White space counts for nothing: the desk and a browser have it differently. */

const GAP = 12;

function solid(words) {
  return words.replace(/\s+/g, "");
}

/* The letters of a text without white space, and where each stands. */
function lettersOf(text) {
  const places = [];
  let letters = "";
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    for (let at = 0; at < node.length; at += 1) {
      if (/\s/.test(node.data[at])) continue;
      letters += node.data[at];
      places.push([node, at]);
    }
  }
  return { letters, places };
}

/* The range of a note's words: with what stands round them, or else the first that are the same. */
function rangeOf({ quoted, before, after }, { letters, places }) {
  const words = solid(quoted);
  if (!words) return null;
  const ahead = solid(before);
  const around = letters.indexOf(ahead + words + solid(after));
  const start = around < 0 ? letters.indexOf(words) : around + ahead.length;
  if (start < 0) return null;
  const range = document.createRange();
  range.setStart(...places[start]);
  const [last, at] = places[start + words.length - 1];
  range.setEnd(last, at + 1);
  return range;
}

class SharedNotes extends HTMLElement {
  connectedCallback() {
    this.text = document.querySelector("#main > :not(shared-notes)");
    const letters = lettersOf(this.text);
    this.notes = [...this.querySelectorAll("li")].map((note) => ({ note, range: rangeOf(note.dataset, letters) }));
    const ranges = this.notes.map(({ range }) => range).filter(Boolean);
    if (globalThis.CSS?.highlights && ranges.length) CSS.highlights.set("noted", new Highlight(...ranges));
    for (const { note, range } of this.notes) {
      const show = note.querySelector("button");
      show.hidden = !range;
      show.addEventListener("click", () => range.startContainer.parentElement.scrollIntoView({ block: "center" }));
    }
    this.wide = window.matchMedia("(width >= 80rem)");
    this.lay = this.lay.bind(this);
    this.wide.addEventListener("change", this.lay);
    new ResizeObserver(this.lay).observe(this.text);
    document.fonts.ready.then(this.lay);
  }

  /* Each at the height of its words, pushed down by the one before it; what is about the whole page, on top. */
  lay() {
    this.toggleAttribute("data-beside", this.wide.matches);
    const placed = this.notes.map(({ note, range }) => ({ note, at: range?.getBoundingClientRect().top ?? 0 }));
    placed.sort((one, other) => one.at - other.at);
    const top = this.getBoundingClientRect().top;
    let free = this.querySelector("h2").offsetHeight + GAP;
    for (const { note, at } of placed) {
      const here = Math.max(at - top, free);
      note.style.insetBlockStart = this.wide.matches ? `${here}px` : "";
      free = here + note.offsetHeight + GAP;
    }
  }
}

customElements.define("shared-notes", SharedNotes);
