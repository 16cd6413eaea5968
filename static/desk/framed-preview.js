/* <framed-preview media="print|screen"> round the frame of a preview. Links in it open in a tab of their
   own, since the site's pages may not be framed. */

import { toPaper } from "./paper.js";

class FramedPreview extends HTMLElement {
  connectedCallback() {
    this.frame = this.querySelector("iframe");
    if (!this.frame) return;
    this.frame.addEventListener("load", () => this.ready());
    if (this.frame.contentDocument?.readyState === "complete") this.ready();
    const button = document.querySelector(".desk-preview-paper");
    button?.removeAttribute("hidden");
    button?.addEventListener("click", () => this.frame.contentWindow.print());
  }

  ready() {
    const page = this.frame.contentDocument;
    if (!page?.body || page.location.href === "about:blank" || this.page === page) return;
    this.page = page;
    page.addEventListener("click", (event) => this.follow(event));
    if (this.getAttribute("media") !== "print") return;
    for (const sheet of page.styleSheets) toPaper(sheet.cssRules);
    const fit = () => {
      this.frame.height = page.documentElement.scrollHeight;
    };
    fit();
    page.fonts.ready.then(fit);
  }

  follow(event) {
    const link = event.target.closest?.("a[href]");
    if (!link || link.pathname === this.page.location.pathname && link.hash) return;
    event.preventDefault();
    window.open(link.href, "_blank", "noopener");
  }
}

customElements.define("framed-preview", FramedPreview);
