// <copy-link>: headings and questions become links to themselves, which copy their address. Without JavaScript
// the contents lead to the headings.

class CopyLink extends HTMLElement {
  connectedCallback() {
    this.innerHTML = '<span class="unseen" role="status"></span>';
    for (const place of document.querySelectorAll(".story [id] > :is(h2, h3:not(.next-kind), .asked-more)")) {
      const link = document.createElement("a");
      link.className = "here";
      link.href = `#${place.parentElement.id}`;
      link.append(...(place.matches("p") ? ["Link to this question"] : place.childNodes));
      link.addEventListener("click", () => this.copy(link));
      place.append(link);
    }
    this.open();
    addEventListener("hashchange", this.open);
  }

  open() {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.matches(".asked")) target.open = true;
  }

  // The browser goes to the place meanwhile; where copying is not allowed the address bar has its address.
  copy(link) {
    navigator.clipboard?.writeText(link.href).then(() => {
      this.firstChild.textContent = link.dataset.copied = "Link copied";
      setTimeout(() => delete link.dataset.copied, 3000);
    }, () => {});
  }
}

customElements.define("copy-link", CopyLink);
