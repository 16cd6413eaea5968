/* <desk-queue>: one key, one request, and the next pair is there. Without it the buttons do the same. */

import { offerSwitch, press, pressedBy } from "./queue-keys.js";

class DeskQueue extends HTMLElement {
  connectedCallback() {
    this.live = document.getElementById("queue-live");
    this.addEventListener("submit", (event) => this.submitted(event));
    this.addEventListener("click", (event) => this.clicked(event));
    document.addEventListener("keydown", (event) => this.pressed(event));
    offerSwitch();
  }

  pressed(event) {
    const found = pressedBy(event, this);
    if (!found) return;
    event.preventDefault();
    press(found);
  }

  submitted(event) {
    const form = event.target;
    if (!form.matches("[data-swap]")) return;
    event.preventDefault();
    this.swap(form.action, { method: "POST", body: new FormData(form, event.submitter) });
  }

  clicked(event) {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    this.swap(link.href, {});
  }

  async swap(address, options) {
    if (this.busy) return;
    this.busy = true;
    this.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(address, { ...options, headers: { "X-Wants": "queue" } });
      const isOurs = answer.ok || answer.status === 409;
      if (!isOurs || answer.redirected) throw new Error(String(answer.status));
      this.innerHTML = await answer.text();
      this.live.textContent = this.querySelector("[data-announce]").dataset.announce;
      this.querySelector("#pair-title")?.focus({ preventScroll: true });
      if (this.getBoundingClientRect().top < 0) this.scrollIntoView();
    } catch {
      this.say("The desk did not answer, and nothing was saved. Try again, or load the page anew.");
    } finally {
      this.busy = false;
      this.removeAttribute("aria-busy");
    }
  }

  say(words) {
    this.querySelector(".queue-unsaved")?.remove();
    const note = document.createElement("p");
    note.className = "errornote queue-unsaved";
    note.textContent = words;
    this.prepend(note);
    this.live.textContent = words;
  }
}

customElements.define("desk-queue", DeskQueue);
