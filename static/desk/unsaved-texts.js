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
        let answer = await this.send(copy);
        const isKnown = answer.status === 409 || answer.status === 400;
        if (!answer.ok && !isKnown) continue;
        let said = await answer.json();
        // The form was saved without what was typed meanwhile: that is a text of its own.
        if (said.closed && copy.late) {
          answer = await this.send(copy, said.form);
          if (!answer.ok) continue;
          said = await answer.json();
        }
        const { at, show, restore } = said;
        dropCopy(this.form, copy.token);
        if (restore) this.offer(at, show, restore);
      } catch {
        /* Not now: it stays in this browser. */
      }
    }
  }

  send(copy, token) {
    const body = asRequest(copy.text, copy.order, csrfOf(this.form), copy.at);
    if (token) body.set("form", token);
    return fetch(this.form.dataset.scratch, { method: "POST", body, redirect: "manual" });
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
