/* Queries beside their sections: asked, answered and resolved in a dialog, without leaving the form.
   Links with data-dialog name a piece of HTML to show; what comes back after sending it replaces the
   queries of the section that it was about. The page behind each link does the same without this. */

const FAILED = "This could not be sent: the desk did not answer as expected. What you wrote is still here.";

class Talk {
  constructor() {
    this.dialog = document.createElement("dialog");
    this.dialog.className = "desk-dialog";
    this.dialog.setAttribute("aria-labelledby", "desk-dialog-title");
    const close = document.createElement("button");
    close.type = "button";
    close.className = "desk-dialog-close";
    close.textContent = "Close";
    close.addEventListener("click", () => this.dialog.close());
    this.body = document.createElement("div");
    this.dialog.append(close, this.body);
    document.body.append(this.dialog);
    this.dialog.addEventListener("submit", (event) => this.send(event));
    this.dialog.addEventListener("close", () => this.leave());
    this.dialog.addEventListener("keydown", (event) => this.key(event));
    this.dialog.addEventListener("click", (event) => {
      if (event.target.closest('a[href^="#"]')) this.dialog.close();
    });
  }

  async open(link) {
    this.opener = link;
    const passage = selectedIn(link.closest("section"));
    let answer;
    try {
      answer = await fetch(link.dataset.dialog);
    } catch {
      answer = null;
    }
    if (!answer?.ok || answer.redirected) {
      window.location.assign(link.href);
      return;
    }
    this.show(await answer.text());
    if (!this.dialog.open) this.dialog.showModal();
    const quoted = this.body.querySelector("[name=quoted]");
    if (quoted && passage) quoted.value = passage;
    this.body.querySelector("[name=text]")?.focus();
  }

  show(html) {
    this.body.innerHTML = html;
    (this.body.querySelector(".errors textarea, .errors select") ?? this.body).focus();
  }

  /* The keys of the form behind must not save or publish it from here. */
  key(event) {
    event.stopPropagation();
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter") this.body.querySelector("button.is-main")?.click();
    if (event.key === "Enter" || event.key === "s") event.preventDefault();
  }

  async send(event) {
    event.preventDefault();
    const form = event.target;
    const data = new FormData(form);
    if (event.submitter?.name) data.set(event.submitter.name, event.submitter.value);
    event.submitter?.setAttribute("disabled", "");
    try {
      const answer = await fetch(form.action, { method: "POST", body: data });
      if (answer.redirected || !(answer.ok || answer.status === 422)) throw new Error(answer.status);
      const html = await answer.text();
      if (answer.status === 422) this.show(html);
      else this.settle(html);
    } catch {
      this.complain(form);
      event.submitter?.removeAttribute("disabled");
    }
  }

  settle(html) {
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    document.getElementById(fresh.id)?.replaceWith(fresh);
    const total = document.querySelector(".desk-queries-total");
    if (total) total.textContent = fresh.dataset.total;
    this.opener = fresh;
    this.dialog.close();
  }

  complain(form) {
    form.querySelector(".errornote")?.remove();
    const note = document.createElement("p");
    note.className = "errornote";
    note.setAttribute("role", "alert");
    note.textContent = FAILED;
    form.prepend(note);
  }

  leave() {
    this.body.replaceChildren();
    if (this.opener?.isConnected) this.opener.focus();
  }
}

/* The words marked in this section, in its text or in one of its fields. */
const selectedIn = (section) => {
  const field = document.activeElement;
  if (section?.contains(field) && typeof field.selectionStart === "number") {
    return field.value.slice(field.selectionStart, field.selectionEnd).trim();
  }
  const selection = window.getSelection();
  if (!selection?.rangeCount || !section?.contains(selection.anchorNode)) return "";
  return selection.toString().trim();
};

let talk;
document.addEventListener("mousedown", (event) => {
  // The press must not take the selection away that the click is to quote.
  if (event.target.closest("a[data-dialog]")) event.preventDefault();
});
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-dialog]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  talk ??= new Talk();
  talk.open(link);
});
