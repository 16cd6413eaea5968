// <nearest-answers src="…">: while a question is typed, the answered ones that come nearest. Without
// JavaScript, the next page shows them.

import { say } from "./words.js";

const PAUSE = 400;
const SHORTEST = 8;

class NearestAnswers extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea, input");
    if (!this.field || this.list) return;
    this.heading = document.createElement("p");
    this.heading.setAttribute("role", "status");
    this.heading.className = "small";
    this.list = document.createElement("ul");
    this.list.hidden = true;
    this.append(this.heading, this.list);
    this.field.addEventListener("input", () => this.wait());
    this.wait();
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.field.value.trim().replace(/\s+/g, " ");
    this.request?.abort();
    if (typed.length < SHORTEST) return this.show([]);
    this.request = new AbortController();
    try {
      const address = `${this.getAttribute("src")}?q=${encodeURIComponent(typed)}`;
      const answer = await fetch(address, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).nearest);
    } catch (problem) {
      if (problem.name !== "AbortError") this.show([]); // The button still leads to them.
    }
  }

  show(found) {
    this.list.hidden = !found.length;
    const near = found.length === 1 ? say("This comes near to what you ask:")
      : say("These {number} come near to what you ask:", { number: found.length });
    this.heading.textContent = found.length ? near : "";
    this.list.replaceChildren(...found.map((page) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = page.path;
      link.textContent = page.title;
      const words = document.createElement("p");
      words.className = "small";
      words.textContent = page.summary;
      item.append(link, words);
      return item;
    }));
  }
}

customElements.define("nearest-answers", NearestAnswers);
