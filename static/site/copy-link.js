// <copy-link>: headings and questions become links to themselves, which copy their address; a question whose
// address was followed opens. Without JavaScript the contents lead to the headings.

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    this.said = document.createElement("span");
    this.said.className = "unseen";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    for (const heading of document.querySelectorAll(".story section[id] > :is(h2, h3:not(.next-kind))")) {
      const link = this.link(heading.parentElement.id);
      link.append(...heading.childNodes);
      heading.append(link);
    }
    for (const question of document.querySelectorAll("details.asked[id]")) {
      const link = this.link(question.id);
      link.textContent = "Link to this question";
      question.querySelector(".asked-more").append(" ", link);
    }
    addEventListener("hashchange", () => this.open());
    this.open();
  }

  link(id) {
    const link = document.createElement("a");
    link.className = "here";
    link.href = `#${id}`;
    link.addEventListener("click", (event) => this.copy(event, link));
    return link;
  }

  open() {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }

  async copy(event, link) {
    if (!navigator.clipboard || event.metaKey || event.ctrlKey) return;
    try {
      // The browser goes to the heading meanwhile.
      await navigator.clipboard.writeText(link.href);
    } catch {
      return; // Not allowed: the address stands in the address bar.
    }
    link.dataset.copied = "Link copied";
    this.said.textContent = "Link copied";
    setTimeout(() => {
      delete link.dataset.copied;
      this.said.textContent = "";
    }, 3000);
  }
}

customElements.define("copy-link", CopyLink);
