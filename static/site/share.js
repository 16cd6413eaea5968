/* Shares the page with what the device offers, else copies its address. Without it the link writes a letter. Parts have one of their own. */

import { say } from "./words.js";

class SharePage extends HTMLElement {
  connectedCallback() {
    this.link = this.querySelector("a");
    if (!this.link || !(navigator.share || navigator.clipboard)) return;
    this.shares = navigator.share && this.dataset.title;
    this.words = this.shares ? say("Share") : say("Copy link");
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
      if (this.shares) {
        await navigator.share({ title, url });
      } else {
        await navigator.clipboard.writeText(url);
        this.tell(say("Link copied"));
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

for (const part of document.querySelectorAll(".story :is(section, article, .asked)[id]")) {
  let foot = part.querySelector(":scope > .report-link");
  if (!foot) {
    foot = document.createElement("footer");
    foot.className = "report-link";
    part.append(foot);
  }
  const page = document.createElement("share-page");
  const link = document.createElement("a");
  const heading = part.querySelector("h2, h3")?.textContent;
  // Fifty links that say the same: the heading is said here and not in the page, where it would weigh.
  foot.querySelector("a")?.setAttribute("aria-label", say("Report an error: {heading}", { heading }));
  link.href = page.dataset.url = new URL(`#${part.id}`, location.href).href;
  link.setAttribute("aria-label", say("Copy link: {heading}", { heading }));
  page.append(link);
  foot.append(" ", page);
}
const asked = document.getElementById(location.hash.slice(1));
if (asked?.matches(".asked")) asked.open = true;
