/* In a textarea with data-mentions="address", "@ad" offers the colleagues whose names begin so. Arrows
   choose, Enter and Tab take, Escape leaves. Without this the name is typed to its end. */

const TYPED = /(?:^|[^\w.+@-])@([\w.@+-]{1,150})$/;
const PAUSE = 150;

class Offer {
  constructor(field) {
    this.field = field;
    this.list = document.createElement("ul");
    this.list.className = "desk-mentions";
    this.list.id = `${field.id}_mentions`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Colleagues");
    this.list.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "visually-hidden";
    this.said.setAttribute("role", "status");
    field.after(this.list, this.said);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    this.list.addEventListener("mousedown", (event) => {
      event.preventDefault();
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  get typed() {
    return TYPED.exec(this.field.value.slice(0, this.field.selectionStart))?.[1];
  }

  wait() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    this.request?.abort();
    const typed = this.typed;
    if (!typed) {
      this.close();
      return;
    }
    this.request = new AbortController();
    const query = new URLSearchParams({ q: typed });
    try {
      const answer = await fetch(`${this.field.dataset.mentions}?${query}`, { signal: this.request.signal });
      if (answer.ok && !answer.redirected) this.show((await answer.json()).colleagues);
    } catch (problem) {
      if (problem.name !== "AbortError") this.close();
    }
  }

  show(colleagues) {
    if (!colleagues.length || document.activeElement !== this.field) {
      this.close();
      return;
    }
    this.list.replaceChildren(...colleagues.map((each, number) => this.option(each, number)));
    this.list.hidden = false;
    this.field.setAttribute("aria-controls", this.list.id);
    this.said.textContent = `${colleagues.length} to choose from`;
    this.mark(0);
  }

  option({ name, full }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}_${number}`;
    option.setAttribute("role", "option");
    option.dataset.name = name;
    option.textContent = full ? `${name} (${full})` : name;
    return option;
  }

  mark(number) {
    const options = [...this.list.children];
    this.marked = options[(number + options.length) % options.length];
    options.forEach((each) => each.setAttribute("aria-selected", String(each === this.marked)));
    this.field.setAttribute("aria-activedescendant", this.marked.id);
  }

  key(event) {
    if (this.list.hidden) return;
    const now = [...this.list.children].indexOf(this.marked);
    if (event.key === "ArrowDown") this.mark(now + 1);
    else if (event.key === "ArrowUp") this.mark(now - 1);
    else if (event.key === "Enter" || event.key === "Tab") this.take(this.marked);
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(option) {
    const end = this.field.selectionStart;
    const start = end - this.typed.length;
    this.field.setRangeText(`${option.dataset.name} `, start, end, "end");
    this.close();
  }

  close() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.list.hidden = true;
    this.said.textContent = "";
    this.field.removeAttribute("aria-activedescendant");
    this.field.removeAttribute("aria-controls");
  }
}

const offers = new WeakMap();
document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("textarea[data-mentions]")) return;
  if (!offers.has(target)) offers.set(target, new Offer(target));
  offers.get(target).wait();
});
