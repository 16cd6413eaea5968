/* Shares the page with what the device offers, else copies its address. Without it the link writes a letter. */

class SharePage extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    if (!this.link || !(navigator.share || navigator.clipboard)) return;
    this.words = navigator.share ? "Share" : "Copy link";
    this.said = document.createElement("span");
    this.said.className = "unseen";
    this.said.setAttribute("role", "status");
    this.append(this.said);
    this.link.textContent = this.words;
    this.link.addEventListener("click", (event) => this.share(event));
  }

  async share(event) {
    event.preventDefault();
    const { title, url } = this.dataset;
    try {
      if (navigator.share) {
        await navigator.share({ title, url });
      } else {
        await navigator.clipboard.writeText(url);
        this.tell("Link copied");
      }
    } catch (problem) {
      if (problem.name !== "AbortError") location.href = this.link.href;
    }
  }

  tell(words) {
    this.link.textContent = words;
    this.said.textContent = words;
    setTimeout(() => {
      this.link.textContent = this.words;
      this.said.textContent = "";
    }, 4000);
  }
}

customElements.define("share-page", SharePage);
