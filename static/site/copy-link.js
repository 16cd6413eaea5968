// <copy-link>: a heading's link to itself copies its address; a question whose address was followed opens.
// Without JavaScript the links lead to the headings all the same.

class CopyLink extends HTMLElement {
  connectedCallback() {
    if (this.said) return;
    this.said = document.createElement("span");
    this.said.className = "unseen";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    document.addEventListener("click", (event) => this.copy(event));
    addEventListener("hashchange", () => this.open());
    this.open();
  }

  open() {
    const target = document.getElementById(location.hash.slice(1));
    if (target instanceof HTMLDetailsElement) target.open = true;
  }

  async copy(event) {
    const link = event.target.closest?.("a.here");
    if (!link || !navigator.clipboard || event.metaKey || event.ctrlKey) return;
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
