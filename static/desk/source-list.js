/*
 * <source-list src="…/source/">: reads the addresses of the list one after the other, fills each row in and says
 * what became of it. Where as many pages were read as one may in a minute, it waits and says for how long.
 */

import { csrfOf } from "./typed-text.js";

const wait = (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

class SourceList extends HTMLElement {
  connectedCallback() {
    if (this.rows) return;
    this.rows = [...this.querySelectorAll(".source-row")];
    this.form = this.closest("form");
    this.progress = this.querySelector("progress");
    this.told = this.querySelector(".source-told");
    const unread = this.rows.filter((row) => row.dataset.state === "" && this.field(row, "take").checked);
    if (!unread.length) return;
    this.querySelector(".source-progress").hidden = false;
    this.form.querySelector("button[name=read]")?.remove();
    this.readAll(unread);
  }

  field(row, name) {
    return row.querySelector(`[name$="-${name}"]`);
  }

  async readAll(unread) {
    this.progress.max = unread.length;
    for (const [index, row] of unread.entries()) {
      this.told.textContent = `Reading page ${index + 1} of ${unread.length} …`;
      if (this.field(row, "take").checked) await this.read(row);
      this.progress.value = index + 1;
    }
    const failed = unread.filter((row) => row.dataset.state === "failed").length;
    const rest = failed ? `, ${failed} of them could not be read` : "";
    this.told.textContent = `${unread.length === 1 ? "1 page" : `${unread.length} pages`} asked for${rest}.`;
  }

  async read(row) {
    row.setAttribute("aria-busy", "true");
    let found = await this.ask(row);
    while (found.retry_after) {
      for (let left = found.retry_after; left > 0; left -= 1) {
        this.say(row, `Waits: five pages a minute are read. It goes on in ${left} s.`);
        await wait(1);
      }
      found = await this.ask(row);
    }
    row.removeAttribute("aria-busy");
    if (found.error) this.failed(row, found.error);
    else this.show(row, found.facts, found.told);
  }

  async ask(row) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", csrfOf(this.form));
    body.set("address", this.field(row, "url").value);
    this.say(row, "Reading the page …");
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body, redirect: "error" });
      return await answer.json();
    } catch {
      return { error: "The desk did not answer: add the report by hand, or list its address again." };
    }
  }

  show(row, facts, told) {
    for (const fact of facts) {
      const field = this.field(row, fact.name);
      if (field.type === "checkbox") field.checked = true;
      else if (fact.name === "url" || !field.value) field.value = fact.shown;
    }
    this.end(row, "read", told);
  }

  failed(row, sentence) {
    this.field(row, "take").checked = false;
    this.end(row, "failed", sentence);
  }

  end(row, state, sentence) {
    row.dataset.state = state;
    this.field(row, "state").value = state;
    this.field(row, "told").value = sentence;
    this.say(row, sentence);
  }

  say(row, sentence) {
    row.querySelector(".source-result").textContent = sentence;
  }
}

customElements.define("source-list", SourceList);
