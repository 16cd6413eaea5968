/*
 * <unsaved-texts>: brings texts that only this browser has to the server, which then offers them as its
 * own. What the server has, or has seen saved, is forgotten here.
 */

import { asRequest, csrfOf, dropCopy, otherCopies } from "./typed-text.js";

function link(words, about, address) {
  const made = document.createElement("a");
  made.className = "desk-button";
  made.href = address;
  made.append(words);
  const more = document.createElement("span");
  more.className = "visually-hidden";
  more.textContent = about;
  made.append(more);
  return made;
}

class UnsavedTexts extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form[data-scratch]");
    if (this.form) this.bring();
  }

  async bring() {
    for (const copy of otherCopies(this.form)) {
      try {
        const body = asRequest(copy.text, copy.order, csrfOf(this.form), copy.at);
        const options = { method: "POST", body, redirect: "manual" };
        const answer = await fetch(this.form.dataset.scratch, options);
        const isKnown = answer.status === 409 || answer.status === 400;
        if (!answer.ok && !isKnown) continue;
        const { at, show, restore } = await answer.json();
        dropCopy(this.form, copy.token);
        if (restore) this.offer(at, show, restore);
      } catch {
        /* Not now: it stays in this browser. */
      }
    }
  }

  offer(at, show, restore) {
    this.querySelector(`a[href="${show}"]`)?.closest(".unsaved-text").remove();
    const box = document.createElement("div");
    box.className = "unsaved-text";
    box.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = `Unsaved changes from ${at}, kept in this browser.`;
    const buttons = document.createElement("div");
    buttons.className = "unsaved-buttons";
    const about = ` the changes from ${at}`;
    buttons.append(link("Show", about, show), link("Restore", about, restore));
    box.append(words, buttons);
    this.append(box);
  }
}

customElements.define("unsaved-texts", UnsavedTexts);
