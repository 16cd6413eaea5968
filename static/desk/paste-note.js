/* The quiet line below a rich text after a paste: what was not kept, and a button that takes the paste back. */

import { pm } from "django-prose-editor/editor";

const TAKEN_BACK = "The paste is undone.";

/* The one stretch in which two documents differ, and what stood there; null where they are the same. */
function changeOf(before, after) {
  const from = before.content.findDiffStart(after.content);
  if (from === null) return null;
  const { a, b } = before.content.findDiffEnd(after.content);
  // Where the same letters stand on both sides, the two ends may have passed the beginning.
  const over = Math.max(0, from - Math.min(a, b));
  return { before, from, to: b + over, old: before.slice(from, a + over) };
}

/* The stretch that a paste itself replaced, for when something was typed since. */
function rangeOf(transaction) {
  const ranges = [];
  for (const map of transaction.mapping.maps) map.forEach((start, end, from, to) => ranges.push([start, end, from, to]));
  if (ranges.length !== 1) return null;
  const [[start, end, from, to]] = ranges;
  return { from, to, old: transaction.before.slice(start, end) };
}

export class PasteNote {
  constructor(view) {
    this.view = view;
    this.box = document.createElement("div");
    this.box.className = "desk-pasted";
    this.words = document.createElement("span");
    this.words.setAttribute("role", "status");
    this.button = document.createElement("button");
    this.button.type = "button";
    this.button.textContent = "Undo paste";
    this.button.hidden = true;
    this.button.addEventListener("click", () => this.undo());
    this.box.append(this.words, this.button);
    this.saved = () => this.clear();
    document.addEventListener("desk:saved", this.saved);
  }

  /** Say what `read` lost; `before` is the document without the paste. */
  show({ source, losses }, before) {
    this.clear();
    if (!losses) return;
    this.say(`Pasted${source ? ` from ${source}` : ""}. ${losses.replace(/([^?])$/, "$1.")}`);
    this.change = changeOf(before, this.view.state.doc);
    this.touched = false;
    this.button.hidden = !this.change;
  }

  say(words) {
    // In the page before its words are, or they would not be read out.
    if (!this.box.isConnected) this.view.dom.closest(".prose-editor")?.after(this.box);
    this.button.hidden = true;
    this.words.textContent = words;
  }

  /** Follow a paste, and what is typed after it. */
  moved(transaction) {
    const { mapping } = transaction;
    if (transaction.getMeta("paste") || transaction.getMeta("uiEvent") === "drop") this.range = rangeOf(transaction);
    else if (this.range && mapping.maps.length) {
      this.range = { ...this.range, from: mapping.map(this.range.from, -1), to: mapping.map(this.range.to, 1) };
    }
    this.touched ||= transaction.docChanged;
  }

  /* Once Ctrl+Z has taken the paste back, nothing is said of it. */
  followed() {
    if (this.change?.before.eq(this.view.state.doc)) this.clear();
  }

  undo() {
    if (!this.change) return;
    const { before } = this.change;
    const { from, to, old } = (this.touched && this.range) || this.change;
    this.change = null;
    const { state } = this.view;
    const { ReplaceStep } = pm.transform;
    const { doc } = new ReplaceStep(from, to, old).apply(state.doc);
    const back = doc ? state.tr.step(new ReplaceStep(from, to, old)) : state.tr.replaceWith(0, state.doc.content.size, before.content);
    this.view.dispatch(pm.history.closeHistory(back));
    this.say(TAKEN_BACK);
    this.view.focus();
  }

  clear() {
    this.change = null;
    this.words.textContent = "";
    this.button.hidden = true;
  }

  remove() {
    document.removeEventListener("desk:saved", this.saved);
    this.box.remove();
  }
}
