/* A dialog with a page in it, which is left by Escape and by its button: it asks where words would be lost. */

const OVER = "dialog[open], .select2-container--open, :popover-open";

export function made(name, words = "", more = {}) {
  return Object.assign(document.createElement(name), { textContent: words }, more);
}

/** `dirty` says whether something was written; `link` is where the focus goes when it closes. */
export class FramedDialog {
  constructor(title) {
    this.dirty = false;
    this.dialog = made("dialog", "", { className: "desk-dialog desk-related" });
    this.dialog.setAttribute("aria-labelledby", "related-title");
    this.dialog.setAttribute("closedby", "none"); // Escape is ours: it asks.
    const head = made("div", "", { className: "desk-related-head" });
    head.append(made("h2", title, { id: "related-title" }), this.button("Close", () => this.leave()));
    this.frame = made("iframe", "", { title });
    this.dialog.append(head, this.asks(), this.frame);
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("cancel", (event) => event.preventDefault());
  }

  show(address) {
    this.frame.src = address;
    document.body.append(this.dialog);
    this.dialog.showModal();
  }

  asks() {
    this.ask = made("div", "", { className: "desk-related-ask", hidden: true });
    this.ask.setAttribute("role", "alert");
    this.keep = this.button("Keep writing", () => this.stay());
    this.ask.append(made("p", "What you wrote here is not saved."), this.keep, this.button("Discard it", () => this.close()));
    return this.ask;
  }

  button(words, deed) {
    const button = made("button", words, { type: "button", className: "desk-button" });
    button.addEventListener("click", deed);
    return button;
  }

  key(event) {
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (event.currentTarget.querySelector?.(OVER)) return;
    event.preventDefault();
    this.leave();
  }

  /* Close, and ask before where words would be lost. */
  leave() {
    if (!this.dirty) {
      this.close();
      return;
    }
    this.ask.hidden = false;
    this.keep.focus();
  }

  stay() {
    this.ask.hidden = true;
    this.frame.focus();
  }

  close(to) {
    this.dialog.close();
    this.dialog.remove();
    (to ?? this.link).focus({ preventScroll: true });
  }
}
