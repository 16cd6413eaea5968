/*
 * <source-address src="…/source/">: fills a row in from the page at its address, or from a saved page that is
 * chosen or dropped on the row. What somebody wrote stays; where the page says something else, both stand
 * there. Without this file the button sends the form, which comes back filled in.
 */

import { put, set } from "./found-facts.js";
import { csrfOf } from "./typed-text.js";

class SourceAddress extends HTMLElement {
  connectedCallback() {
    if (this.button) return;
    this.button = this.querySelector("button");
    this.file = this.querySelector("input[type=file]");
    this.told = this.querySelector(".source-told");
    this.row = this.closest(".desk-row");
    this.button.addEventListener("click", (event) => {
      event.preventDefault();
      this.read(this.file.files[0]);
    });
    this.file.addEventListener("change", () => this.file.files[0] && this.read(this.file.files[0]));
    this.row.addEventListener("dragover", (event) => this.over(event));
    this.row.addEventListener("dragleave", () => this.row.classList.remove("is-over"));
    this.row.addEventListener("drop", (event) => this.dropped(event));
  }

  over(event) {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    this.row.classList.add("is-over");
  }

  dropped(event) {
    this.row.classList.remove("is-over");
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    this.read(event.dataTransfer.files[0]);
  }

  field(name) {
    return this.button.form.elements[this.button.name.replace(/fill$/, name)];
  }

  async read(page) {
    const body = new FormData();
    body.set("csrfmiddlewaretoken", csrfOf(this.button.form));
    body.set("address", this.field("url").value);
    if (page) body.set("page", page);
    this.row.querySelectorAll(".source-found").forEach((mark) => mark.remove());
    this.say("Reading the page …");
    this.button.disabled = true;
    try {
      const answer = await fetch(this.getAttribute("src"), { method: "POST", body, redirect: "error" });
      const found = await answer.json();
      if (answer.ok) this.show(found);
      else this.say(found.error);
    } catch {
      this.say("The desk did not answer: try again in a moment.");
    } finally {
      this.button.disabled = false;
      this.file.value = "";
    }
  }

  show({ facts, host, today }) {
    const done = facts.map((fact) => put(fact, (name) => this.field(name)));
    const filled = done.filter((each) => each === "filled").length;
    const open = done.filter((each) => each === "open").length;
    const readOn = this.field("read_on");
    if (readOn && !readOn.value) set(readOn, today);
    const fields = filled === 1 ? "1 field" : `${filled || "No"} fields`;
    const rest = open ? ` ${open === 1 ? "1 is" : `${open} are`} for you to decide: look for the marks.` : "";
    this.say(`${fields} filled in from ${host || "the page"}.${rest}`);
  }

  say(words) {
    this.told.textContent = words;
  }
}

customElements.define("source-address", SourceAddress);
