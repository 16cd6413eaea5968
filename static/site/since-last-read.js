// <since-last-read>: what changed on this page since its reader was last here.
//
// Which edition was read last is kept in this browser and nowhere else. Without JavaScript, on a
// first visit, or when only a typo changed, nothing is shown.

import { say } from "./words.js";

const STORE = "editions-read";
const PAGES = 300; // The pages read longest ago are forgotten.
const WORDS = { added: say("New"), removed: say("Removed"), moved: say("Moved"), changed: say("Changed") };

function kept() {
  try {
    const value = JSON.parse(localStorage.getItem(STORE));
    return Array.isArray(value) ? value.filter(Array.isArray) : [];
  } catch {
    return []; // Storage is full, forbidden, or holds what we did not write.
  }
}

function keep(page, edition) {
  const others = kept().filter(([name]) => name !== page);
  try {
    localStorage.setItem(STORE, JSON.stringify([...others, [page, edition]].slice(-PAGES)));
  } catch {
    // Then the next visit is a first one.
  }
}

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(Boolean));
  return made;
}

class SinceLastRead extends HTMLElement {
  async connectedCallback() {
    const { page, edition } = this.dataset;
    const now = Number(edition);
    const last = this.lastRead(page, now);
    keep(page, now);
    if (!last || last >= now) return;
    try {
      const url = `${this.getAttribute("src")}?from=${last}`;
      const answer = await fetch(url, { credentials: "omit" });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // No network: the page itself is complete.
    }
  }

  // Somebody who loads the page again has not yet read what is new: the tab remembers.
  lastRead(page, now) {
    const name = `${STORE}:${page}`;
    const last = kept().find(([each]) => each === page)?.[1];
    try {
      if (last < now) sessionStorage.setItem(name, last);
      this.forget = () => sessionStorage.removeItem(name);
      return Number(sessionStorage.getItem(name)) || 0;
    } catch {
      return last;
    }
  }

  show(news) {
    if (!news.reasons.length || !news.parts.length) return;
    const values = { number: news.parts.length, edition: news.from };
    const count = news.parts.length === 1 ? say("One part changed since you read edition {edition}", values)
      : say("{number} parts changed since you read edition {edition}", values);
    const summary = element("summary", {}, count);
    const list = element("ul", { className: "since-parts" }, ...news.parts.map((part) => this.part(part)));
    const more = element("a", { href: news.compare, textContent: say("See every changed word") });
    const close = element("button", { type: "button", textContent: say("I have seen it") });
    close.addEventListener("click", () => this.close());
    const reasons = news.reasons.map((reason) => this.reason(reason));
    const body = element("div", { className: "since-body" }, ...reasons, list, element("p", {}, more));
    this.setAttribute("role", "region");
    this.setAttribute("aria-label", say("Changed since you were last here"));
    this.replaceChildren(element("details", {}, summary, body), close);
    this.hidden = false;
  }

  reason(reason) {
    const day = new Date(reason.at).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "long", year: "numeric" });
    const words = reason.right ? say("{right} (It said: {wrong})", reason) : reason.note;
    return element("p", {}, element("strong", {}, reason.label), `, ${day}`, words && `: ${words}`);
  }

  part(part) {
    const target = part.anchor && document.getElementById(part.anchor);
    const words = `${part.label}: ${WORDS[part.state].toLowerCase()}`;
    if (!target) return element("li", {}, words);
    if (!target.dataset.since) {
      target.dataset.since = WORDS[part.state];
      target.prepend(element("span", { className: "since-mark", textContent: WORDS[part.state] }));
    }
    return element("li", {}, element("a", { href: `#${part.anchor}`, textContent: words }));
  }

  close() {
    this.forget?.();
    this.hidden = true;
    for (const mark of document.querySelectorAll(".since-mark")) {
      delete mark.parentElement.dataset.since;
      mark.remove();
    }
  }
}

customElements.define("since-last-read", SinceLastRead);
