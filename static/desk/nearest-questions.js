/* <nearest-questions for="id_question" src="…/nearest/" without="12">: while a question is typed, the
   five nearest that there are. "Use this one" sends the event "use-question" with key and title; where
   nobody prevents it, or with `into="id of a select"`, the question is chosen there or opened. */

const PAUSE = 350;
const SHORTEST = 8;

class NearestQuestions extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    if (!this.field || this.list) return;
    this.heading = this.made("p", "nearest-heading", "");
    this.heading.setAttribute("role", "status");
    this.list = this.made("ul", "nearest-list", "");
    this.append(this.heading, this.list);
    this.hidden = true;
    this.field.addEventListener("input", () => this.wait());
  }

  made(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  wait() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.field.value.trim();
    this.request?.abort();
    if (typed.length < SHORTEST) {
      this.hidden = true;
      return;
    }
    this.request = new AbortController();
    const query = new URLSearchParams({ q: typed, without: this.getAttribute("without") ?? "" });
    try {
      const answer = await fetch(`${this.getAttribute("src")}?${query}`, { signal: this.request.signal });
      if (answer.ok) this.show(await answer.json());
    } catch (problem) {
      if (problem.name !== "AbortError") this.hidden = true;
    }
  }

  show({ nearest, notice }) {
    this.hidden = !nearest.length;
    const count = nearest.length === 1 ? "One question" : `${nearest.length} questions`;
    this.heading.textContent = nearest.length ? `${count} like this there already. ${notice}` : "";
    this.list.replaceChildren(...nearest.map((each) => this.row(each)));
  }

  row(each) {
    const row = this.made("li", "", "");
    const link = this.made("a", "nearest-title", each.title);
    link.href = each.address;
    link.target = "_blank";
    link.rel = "noopener";
    const badge = this.made("span", "desk-badge", each.standing);
    badge.dataset.standing = each.standing;
    const use = this.made("button", "desk-button", "Use this one");
    use.type = "button";
    use.setAttribute("aria-label", `Use “${each.title}”`);
    use.addEventListener("click", () => this.use(each));
    row.append(link, " ", badge, " ", this.made("span", "quiet", each.why), " ", use);
    return row;
  }

  use(each) {
    const event = new CustomEvent("use-question", { bubbles: true, cancelable: true, detail: each });
    if (!this.dispatchEvent(event)) return;
    const select = document.getElementById(this.getAttribute("into"));
    if (!select) {
      window.location.assign(each.address);
      return;
    }
    const option = new Option(each.title, each.key, true, true);
    select.append(option);
    select.dispatchEvent(new Event("change", { bubbles: true }));
    this.hidden = true;
  }
}

customElements.define("nearest-questions", NearestQuestions);
