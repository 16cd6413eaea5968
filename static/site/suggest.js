// <search-suggest>: pages that what is being typed may lead to. Without JavaScript, a plain search box.

import { say } from "./words.js";

class SearchSuggest extends HTMLElement {
  static number = 0;

  connectedCallback() {
    this.input = this.querySelector("input");
    if (!this.input || this.list) return;
    this.list = document.createElement("ul");
    this.list.id = `suggestions-${++SearchSuggest.number}`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", say("Suggestions"));
    this.list.hidden = true;
    this.append(this.list);
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"],
      ["aria-expanded", "false"], ["aria-controls", this.list.id]]) {
      this.input.setAttribute(name, value);
    }
    this.input.addEventListener("input", () => this.wait());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => this.close());
    // Else the box would lose the focus, and the list with it, before the click arrives.
    this.list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.open(event.target.closest("li")));
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), 150);
  }

  async ask() {
    const words = this.input.value.trim();
    if (words.length < 2) return this.close();
    this.request?.abort();
    this.request = new AbortController();
    try {
      const url = `${this.getAttribute("src")}?q=${encodeURIComponent(words)}`;
      const answer = await fetch(url, { signal: this.request.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
    } catch {
      this.close(); // No network, or overtaken by the next letter: the box itself still works.
    }
  }

  show(found) {
    this.list.replaceChildren(...found.map((page, number) => {
      const item = document.createElement("li");
      const label = document.createElement("small");
      item.id = `${this.list.id}-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.path = page.path;
      label.textContent = page.label;
      item.append(page.title, " ", label);
      return item;
    }));
    this.list.hidden = !found.length || document.activeElement !== this.input;
    this.input.setAttribute("aria-expanded", String(!this.list.hidden));
    this.input.removeAttribute("aria-activedescendant");
  }

  key(event) {
    if (this.list.hidden) return;
    const items = [...this.list.children];
    const now = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "Escape") {
      this.close();
    } else if (event.key === "Enter" && now >= 0) {
      this.open(items[now]);
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const next = now < 0 && step < 0 ? items.length - 1 : (now + step + items.length) % items.length;
      items.forEach((item, number) => item.setAttribute("aria-selected", String(number === next)));
      this.input.setAttribute("aria-activedescendant", items[next].id);
    } else {
      return;
    }
    event.preventDefault();
  }

  open(item) {
    if (item) location.assign(item.dataset.path);
  }

  close() {
    clearTimeout(this.timer);
    this.show([]);
  }
}

customElements.define("search-suggest", SearchSuggest);
