/* <desk-presence>: who else has this page open and in which part; who saved it meanwhile. */

import { csrfOf } from "./typed-text.js";

const EVERY = 5000;

class DeskPresence extends HTMLElement {
  connectedCallback() {
    this.form = document.querySelector("form[data-presence]");
    if (!this.form?.dataset.presence) return;
    this.touched = Date.now();
    this.before = new Map();
    this.live = document.createElement("p");
    this.live.className = "visually-hidden";
    this.live.setAttribute("aria-live", "polite");
    this.shown = document.createElement("div");
    this.append(this.shown, this.live);
    for (const name of ["keydown", "pointerdown", "focusin"]) {
      document.addEventListener(name, (event) => this.touch(event), { passive: true });
    }
    window.addEventListener("pagehide", () => this.leave());
    window.addEventListener("pageshow", () => this.poll());
    document.addEventListener("visibilitychange", () => document.hidden || this.poll());
    // What was shown of this very save, before its answer came, is shown no more.
    this.form.addEventListener("desk:saved", () => {
      this.state = "";
      this.poll();
    });
    setInterval(() => this.poll(), EVERY);
  }

  touch(event) {
    this.touched = Date.now();
    const section = event.target.closest?.(".desk-section")?.id;
    if (section && section !== this.section) {
      this.section = section;
      this.poll();
    }
  }

  request(more) {
    return new URLSearchParams({ csrfmiddlewaretoken: csrfOf(this.form), ...more });
  }

  async poll() {
    if (this.busy) return;
    this.busy = true;
    const still = Math.round((Date.now() - this.touched) / 1000);
    const body = this.request({ section: this.section ?? "", still });
    try {
      const options = { method: "POST", body, redirect: "manual" };
      const answer = await fetch(this.form.dataset.presence, options);
      if (answer.ok) this.show(await answer.json());
    } catch {
      /* Nobody is told who is here; nothing else depends on it. */
    } finally {
      this.busy = false;
    }
  }

  leave() {
    navigator.sendBeacon(this.form.dataset.presence, this.request({ leave: "1" }));
  }

  show(told) {
    const state = JSON.stringify(told);
    if (state === this.state) return;
    this.state = state;
    this.shown.replaceChildren(...told.others.map((one) => this.person(one)), ...this.saved(told));
    this.mark(told.others);
    this.announce(told);
  }

  titleOf(section) {
    const title = section && document.getElementById(`${section}-title`);
    return title ? title.textContent.trim() : "";
  }

  person({ name, section, idle }) {
    const line = document.createElement("p");
    line.className = "presence-person";
    line.classList.toggle("is-idle", idle);
    const who = document.createElement("strong");
    who.textContent = name;
    const part = this.titleOf(section);
    line.append(who, ` has this page open${part ? `, in “${part}”` : ""}${idle ? ", away" : ""}`);
    return line;
  }

  saved({ saved }) {
    if (!this.dataset.mark || saved.mark === this.dataset.mark) return [];
    const line = document.createElement("p");
    line.className = "presence-saved";
    const who = saved.own ? "You saved this page in another window" : `${saved.who} saved this page`;
    line.textContent = `${who} at ${saved.when}. Your form will be put together with it when you save.`;
    return [line];
  }

  /* Beside the section's entry in the outline as well. */
  mark(others) {
    for (const old of document.querySelectorAll(".outline-here")) old.remove();
    for (const { name, section, idle } of others) {
      const entry = section && document.querySelector(`.desk-outline a[href="#${section}"]`);
      if (!entry) continue;
      const here = document.createElement("span");
      here.className = "outline-here";
      here.classList.toggle("is-idle", idle);
      here.textContent = name;
      entry.after(here);
    }
  }

  announce({ others, saved }) {
    const now = new Map(others.map(({ name }) => [name, true]));
    const words = [...now.keys()].filter((name) => !this.before.has(name)).map((n) => `${n} is here.`);
    words.push(...[...this.before.keys()].filter((n) => !now.has(n)).map((n) => `${n} has left.`));
    if (saved.mark !== (this.lastMark ?? saved.mark)) {
      words.push(`${saved.who} saved this page at ${saved.when}.`);
    }
    this.before = now;
    this.lastMark = saved.mark;
    if (words.length) this.live.textContent = words.join(" ");
  }
}

customElements.define("desk-presence", DeskPresence);
