/* <desk-queue>: a key decides on the card that is shown, and the next one is there at once; what was decided
   travels behind, in order. A key belongs to the card that stood there when it was pressed. Without it the
   buttons do the same. `data-noun` says what the cards are, `data-parameter` how an address names one. */

import { ask, SignedOut } from "./queue-answer.js";
import { Hand } from "./queue-hand.js";
import { Outbox } from "./queue-outbox.js";
import { lost, refused, waiting } from "./queue-words.js";
import { deciding, offerSwitch, press, pressedBy } from "./queue-keys.js";

const TOKEN = "csrfmiddlewaretoken";

class DeskQueue extends HTMLElement {
  connectedCallback() {
    this.live = document.getElementById("queue-live");
    this.hand = new Hand([...this.part("last").querySelectorAll("form")]);
    this.outbox = new Outbox(this.dataset.name, (entry) => this.send(entry), (problem) => this.stuck(problem));
    this.addEventListener("submit", this.submitted);
    this.addEventListener("click", this.clicked);
    document.addEventListener("keydown", (event) => this.pressed(event));
    offerSwitch();
    this.keys = deciding(this);
    // The page was loaded anew before all was saved: its card may be decided already.
    if (this.outbox.decisions.some((entry) => entry.item === this.current?.dataset.item)) this.show();
    this.outbox.add({ address: this.dataset.address });
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  /* The card that is shown; null where none is. */
  get current() {
    return this.part("card").querySelector(".queue-item");
  }

  pressed(event) {
    const found = pressedBy(event, this);
    if (found) {
      event.preventDefault();
      press(found);
    } else if (this.querySelector(".queue-awaited") && this.keys.has(event.key.toLowerCase())) {
      this.live.textContent = `The next ${this.dataset.noun} is on its way. That key decided nothing.`;
    }
  }

  submitted(event) {
    const form = event.target;
    if (form.matches("[data-decide]")) this.decide(form, event.submitter);
    else if (form.matches("[data-undo]")) this.undo(form);
    else return;
    event.preventDefault();
  }

  /* Decide on the card that is shown. Its address is kept with what is sent: nothing later can change it. */
  decide(form, button) {
    const card = form.closest(".queue-item");
    const fields = [...new FormData(form, button)].filter(([name]) => name !== TOKEN);
    const deed = this.hand.decided(card, button.dataset.said, "final" in button.dataset);
    this.show(this.hand.next(), deed.said);
    this.hand.tell(this.part("last"));
    this.outbox.add({ address: form.action, fields, item: deed.item, title: card.dataset.title });
  }

  undo(form) {
    const item = form.dataset.undo;
    const entry = { address: form.action, item, title: form.querySelector("p")?.textContent ?? "" };
    const card = this.hand.forget(item);
    if (card) this.bring(card);
    // From here on the form is about the deed before.
    this.hand.tell(this.part("last"));
    this.outbox.add({ ...entry, fields: card ? [] : [["show", "1"]] });
  }

  clicked(event) {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (link.matches("[data-next]") && (this.hand.ahead.length || this.outbox.entries.length)) {
      event.preventDefault();
      this.hand.passed = this.current.dataset.item;
      this.show(this.hand.next(), "Left undecided.");
      this.outbox.add({ address: this.dataset.address });
    } else if (this.outbox.decisions.length) {
      // Elsewhere the desk would show as undecided what is still on its way.
      event.preventDefault();
      this.leaveFor = link.href;
      this.outbox.drain();
    }
  }

  /* Show a card again in place of the one that stands there, which comes right after it. */
  bring(card) {
    this.hand.putBack(this.current, card.dataset.item);
    this.show(card, "Undone.");
  }

  show(card, said = "") {
    const shown = card ?? waiting(this.dataset.noun);
    this.part("card").replaceChildren(shown);
    if (card) this.keys = deciding(shown);
    this.live.textContent = `${said} ${shown.dataset.announce}`.trim();
    shown.querySelector("#pair-title")?.focus({ preventScroll: true });
    if (this.getBoundingClientRect().top < 0) this.scrollIntoView();
  }

  /* Send one entry, and say which cards are here. What is refused is told and does not hold up the others. */
  async send(entry) {
    const underway = this.outbox.decisions.filter((other) => other !== entry).map((other) => other.item);
    const described = this.hand.described(this.current, underway, entry);
    const token = [TOKEN, this.querySelector(`[name=${TOKEN}]`).value];
    const answer = entry.fields
      ? await ask(entry.address, [...entry.fields, ...described, token])
      : await ask(`${entry.address}&${new URLSearchParams(described)}`);
    this.querySelector(".queue-unsaved")?.remove();
    if (answer.refusal) this.refuse(entry, answer.refusal);
    else if (entry.fields?.some(([name]) => name === "show")) this.bring(answer.cards.shift());
    this.hand.take(answer, this.current);
    if (!this.current && this.hand.ahead.length) this.show(this.hand.next());
    // While more is on its way, what the desk says of the rest is behind what is shown here.
    if (this.outbox.entries.length > 1) return;
    for (const part of answer.parts) this.part(part.dataset.part).replaceChildren(...part.childNodes);
    this.hand.remember([...this.part("last").querySelectorAll("form")]);
    if (answer.empty && !this.current) this.show(answer.empty);
    if (this.leaveFor) window.setTimeout(() => window.location.assign(this.leaveFor));
  }

  refuse(entry, words) {
    this.hand.forget(entry.item);
    this.part("told").append(refused(entry, words, this.dataset.address, this.dataset.parameter));
    this.live.textContent = words;
  }

  stuck(problem) {
    this.querySelector(".queue-unsaved")?.remove();
    const note = lost(this.outbox.decisions.length, problem instanceof SignedOut, () => this.retry());
    this.part("told").append(note);
    this.live.textContent = note.firstChild.textContent;
  }

  /* Who has signed in again has another token, which comes with any answer. */
  async retry() {
    const answer = await ask(`${this.dataset.address}&wanted=0&held=0`).catch(() => null);
    const token = answer?.parts[0]?.querySelector(`[name=${TOKEN}]`)?.value;
    if (token) this.querySelector(`[name=${TOKEN}]`).value = token;
    this.outbox.drain();
  }
}

customElements.define("desk-queue", DeskQueue);
