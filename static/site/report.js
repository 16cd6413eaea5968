// <report-error>: words that a reader marks can be reported as they are; so can a paragraph, by a button
// at its end once "choose the paragraph" is pressed. Without JavaScript, the links of the parts do it.

import { say } from "./words.js";

const LONGEST = 300;

class ReportError extends HTMLElement {
  connectedCallback() {
    if (this.parts) return;
    this.page = this.querySelector("a");
    this.parts = new Map();
    for (const link of document.querySelectorAll(".report-link a")) {
      const anchor = new URL(link.href).searchParams.get("part");
      const part = document.getElementById(anchor)?.closest("section, article, div");
      if (part) this.parts.set(part, link);
    }
    if (!this.parts.size) return;
    this.offer = this.made("a", "report-offer", say("Report an error here"));
    this.offer.rel = "nofollow";
    this.offer.href = this.page.href;
    this.offer.hidden = true;
    document.body.append(this.offer);
    document.addEventListener("selectionchange", () => this.wait());
    document.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.offer.hidden = true;
    });
    this.append(this.chooser());
  }

  made(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  /* The part that an element belongs to, the innermost one, with its link. */
  partOf(node) {
    let element = node instanceof Element ? node : node?.parentElement;
    while (element && !this.parts.has(element)) element = element.parentElement;
    return element;
  }

  address(part, words) {
    const url = new URL(this.parts.get(part).href);
    url.searchParams.set("text", words.trim().replace(/\s+/g, " ").slice(0, LONGEST));
    return url.href;
  }

  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.follow(), 250);
  }

  follow() {
    if (document.activeElement === this.offer) return;
    const marked = document.getSelection();
    // Of words that go on in the next paragraph, those of the first one count.
    const words = marked.toString().split("\n").find((line) => line.trim()) ?? "";
    const part = words.trim().length > 2 && marked.rangeCount ? this.partOf(marked.anchorNode) : null;
    this.offer.hidden = !part || part !== this.partOf(marked.focusNode);
    if (this.offer.hidden) return;
    this.offer.href = this.address(part, words);
    const box = marked.getRangeAt(0).getBoundingClientRect();
    const right = document.documentElement.clientWidth - this.offer.offsetWidth - 8;
    this.offer.style.insetBlockStart = `${window.scrollY + box.bottom + 8}px`;
    this.offer.style.insetInlineStart = `${Math.max(8, Math.min(box.left, right))}px`;
  }

  chooser() {
    const button = this.made("button", "report-choose", say("Choose the paragraph"));
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => this.toggle(button));
    return button;
  }

  toggle(button) {
    const on = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(on));
    for (const old of document.querySelectorAll(".report-this")) old.remove();
    if (!on) return;
    const paragraphs = [...this.parts.keys()].flatMap((part) =>
      [...part.querySelectorAll(".prose > p, .prose li, .paraphrase, blockquote p, .timeline p")]);
    for (const paragraph of new Set(paragraphs)) this.mark(paragraph);
    document.querySelector(".report-this")?.focus();
  }

  mark(paragraph) {
    const part = this.partOf(paragraph);
    if (!part) return;
    const link = this.made("a", "report-this", say("Report this"));
    link.rel = "nofollow";
    link.href = this.address(part, paragraph.textContent);
    const words = paragraph.textContent.trim().slice(0, 60);
    link.setAttribute("aria-label", say("Report this paragraph: {words}", { words }));
    // Behind the closing mark of a quotation, not before it.
    (paragraph.closest("blockquote") ?? paragraph).append(" ", link);
  }
}

customElements.define("report-error", ReportError);
