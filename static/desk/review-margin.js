/* Notes beside their words where the window is wide; under the part that they are about where it is narrow. */

const GAP = 10;
const BLOCKS = "p, ul, ol, h1, h2, h3, h4, blockquote, figure, .prose, .standfirst";

export class Margin {
  constructor(page) {
    this.page = page;
    this.aside = page.querySelector(".review-margin");
    this.list = page.querySelector(".review-notes");
    this.notes = [...this.list.children];
    this.wide = window.matchMedia("(width >= 64rem)");
    this.current = -1;
    this.lay = this.lay.bind(this);
    this.wide.addEventListener("change", this.lay);
    new ResizeObserver(this.lay).observe(page.querySelector(".review-text"));
    this.aside.addEventListener("toggle", this.lay, true);
    document.fonts.ready.then(this.lay);
    page.querySelector(".review-text").addEventListener("click", (event) => this.come(event));
    this.lay();
  }

  words(note) {
    return note.dataset.words ? document.getElementById(note.dataset.words) : null;
  }

  lay() {
    this.page.toggleAttribute("data-beside", this.wide.matches);
    if (this.wide.matches) this.layBeside();
    else this.layUnder();
  }

  /* Each at the height of its words, pushed down by the one before it. */
  layBeside() {
    this.list.append(...this.notes);
    const top = this.list.getBoundingClientRect().top;
    let free = 0;
    for (const note of this.notes) {
      const words = this.words(note);
      const wanted = words ? words.getBoundingClientRect().top - top : free;
      note.style.top = `${Math.max(wanted, free)}px`;
      free = Math.max(wanted, free) + note.offsetHeight + GAP;
    }
    this.list.style.height = `${free}px`;
  }

  layUnder() {
    this.list.style.height = "";
    for (const note of [...this.notes].reverse()) {
      note.style.top = "";
      const block = this.words(note)?.closest(BLOCKS);
      if (!block) continue;
      let last = block;
      while (last.parentElement.matches("ul, ol, li, .prose, hgroup")) last = last.parentElement;
      last.after(note);
    }
  }

  /* Put the form of a comment at the height of its words, or under them. */
  beside(form, place) {
    if (this.wide.matches || !place) return;
    let last = place.closest(BLOCKS) ?? place;
    while (last.parentElement.matches("ul, ol, li, .prose, hgroup")) last = last.parentElement;
    last.after(form);
  }

  /* Words that are commented on lead to their note. */
  come(event) {
    const words = event.target.closest("mark[data-notes]");
    if (!words || event.target.closest("a") || !window.getSelection().isCollapsed) return;
    this.go(this.notes.findIndex((note) => note.id === words.dataset.notes.split(" ")[0]));
  }

  step(by) {
    this.go(Math.min(Math.max(this.current + by, 0), this.notes.length - 1));
  }

  go(number) {
    const note = this.notes[number];
    if (!note) return;
    this.current = number;
    for (const each of this.page.querySelectorAll("mark[data-at]")) each.removeAttribute("data-at");
    for (const each of this.page.querySelectorAll(`mark[data-notes~="${CSS.escape(note.id)}"]`)) each.setAttribute("data-at", "");
    (this.words(note) ?? note).scrollIntoView({ block: "center" });
    note.focus({ preventScroll: true });
  }

  /* The button of the note in hand that a key presses, or of the first one that has it. */
  button(key) {
    const notes = [this.notes[this.current], document.activeElement?.closest(".review-note")];
    const own = notes.map((note) => note?.querySelector(`[data-own-key="${CSS.escape(key)}"]`)).find(Boolean);
    return own ?? null;
  }
}
