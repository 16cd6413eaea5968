/* The quiet line below a rich text after a paste: what was not kept, and a button that takes the paste back. */

import { pm } from "django-prose-editor/editor";

const TAKEN_BACK = "The paste is taken back.";

/* The one stretch in which two documents differ, and what stood there; null where they are the same. */
function changeOf(before, after) {
  const from = before.content.findDiffStart(after.content);
  if (from === null) return null;
  const { a, b } = before.content.findDiffEnd(after.content);
  // Where the same letters stand on both sides, the two ends may have passed the beginning.
  const over = Math.max(0, from - Math.min(a, b));
  return { before, from, to: b + over, old: before.slice(from, a + over) };
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
    this.button.hidden = !this.change;
  }

  say(words) {
    // In the page before its words are, or they would not be read out.
    if (!this.box.isConnected) this.view.dom.closest(".prose-editor")?.after(this.box);
    this.button.hidden = true;
    this.words.textContent = words;
  }

  /** Follow the paste through what is typed after it. */
  moved(mapping) {
    if (!this.change || !mapping.maps.length) return;
    const { from, to, ...rest } = this.change;
    this.change = { ...rest, from: mapping.map(from, -1), to: mapping.map(to, 1) };
  }

  /* Once Ctrl+Z has taken the paste back, nothing is said of it. */
  followed() {
    if (this.change?.before.eq(this.view.state.doc)) this.clear();
  }

  undo() {
    if (!this.change) return;
    const { from, to, old, before } = this.change;
    this.change = null;
    const { state } = this.view;
    const { ReplaceStep } = pm.transform;
    const exact = new ReplaceStep(from, to, old).apply(state.doc);
    const back = exact.doc ? state.tr.step(new ReplaceStep(from, to, old)) : state.tr.replaceWith(0, state.doc.content.size, before.content);
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
