/* The reading view: keys, words that are selected, and a margin whose notes stand beside their words.
   Without it the page is whole: notes stand in a list, each with a link to its words. */
import { Margin } from "./review-margin.js";
import { Passages } from "./review-words.js";
import { keysOf } from "./review-keys.js";
import "./mentions.js";

class ReviewPage extends HTMLElement {
  connectedCallback() {
    if (this.margin) return;
    this.margin = new Margin(this);
    this.passages = new Passages(this);
    keysOf(this);
    this.ask = this.querySelector(".review-ask");
    this.here = this.querySelector(".review-here");
    this.here.addEventListener("click", () => this.comment());
    document.addEventListener("selectionchange", () => this.offer());
  }

  /* The button stands at the end of the words that are selected. */
  offer() {
    const chosen = this.ask && this.passages.chosen();
    this.here.hidden = !chosen || this.ask.open;
    if (this.here.hidden) return;
    const box = chosen.range.getBoundingClientRect();
    const own = this.getBoundingClientRect();
    this.here.style.top = `${box.bottom - own.top + 6}px`;
    this.here.style.left = `${Math.max(0, Math.min(box.left - own.left, own.width - 140))}px`;
  }

  /* Open the form about the selected words, or about the paragraph that is being read. */
  comment() {
    if (!this.ask) return;
    const quote = this.passages.quote();
    const form = this.ask.querySelector("form");
    this.ask.open = true;
    this.here.hidden = true;
    if (quote) {
      const part = [...form.elements.part.options].find((each) => each.value === quote.part);
      form.elements.part.value = part ? part.value : "";
      for (const name of ["quoted", "before", "after"]) form.elements[name].value = quote[name];
      if (!form.elements.wording.value) form.elements.wording.placeholder = quote.quoted;
    }
    const chosen = this.passages.chosen();
    CSS.highlights?.delete("review-chosen");
    if (chosen) CSS.highlights?.set("review-chosen", new Highlight(chosen.range.cloneRange()));
    this.margin.beside(this.ask, this.passages.place());
    form.elements.text.focus({ preventScroll: true });
    this.ask.scrollIntoView({ block: "nearest" });
  }
}

customElements.define("review-page", ReviewPage);
