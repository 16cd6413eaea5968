/* What a browser holds of a queue: the next cards, and the last deeds with theirs. */

const AHEAD = 5;
const REMEMBERED = 10;

const keyOf = (card) => card?.dataset.item;

export class Hand {
  constructor(forms) {
    this.ahead = [];
    this.cards = new Map();
    this.passed = "";
    this.remember(forms);
  }

  /* Take over what the desk says can be undone: forms with the key of a card, the newest first. */
  remember(forms) {
    this.past = forms
      .filter((form) => form.dataset.undo)
      .map((form) => ({
        item: form.dataset.undo,
        address: form.action,
        said: form.querySelector("p").textContent,
      }));
    for (const item of this.cards.keys()) {
      if (!this.past.some((deed) => deed.item === item)) this.cards.delete(item);
    }
  }

  /* Note what was done to a card before the desk knows of it. What is `final` is undone by no key. */
  decided(card, said, final) {
    const deed = { item: keyOf(card), address: card.dataset.undo, said: `${said}: ${card.dataset.title}` };
    this.forget(deed.item);
    if (final) return deed;
    this.past = [deed, ...this.past].slice(0, REMEMBERED);
    this.cards.set(deed.item, card);
    return deed;
  }

  /* Drop a deed; return its card, undefined where it was done before this page. */
  forget(item) {
    const card = this.cards.get(item);
    this.past = this.past.filter((deed) => deed.item !== item);
    this.cards.delete(item);
    return card;
  }

  /* Say at once what `U` would undo; what the desk says of it follows. */
  tell(part) {
    const [newest] = this.past;
    const form = part.querySelector(".queue-last");
    form.hidden = !newest;
    if (!newest) return;
    form.action = newest.address;
    form.dataset.undo = newest.item;
    form.querySelector("p").textContent = newest.said;
    // Where the one before has led to.
    form.querySelector("a")?.remove();
  }

  next() {
    return this.ahead.shift();
  }

  /* Put back what stood there: it comes right after `item`. */
  putBack(card, item) {
    if (card && keyOf(card) !== item) this.ahead.unshift(card);
  }

  /* Take in what the desk sent, but what is here already; let go of what others have decided. */
  take(answer, current) {
    this.ahead = this.ahead.filter((card) => !answer.gone.includes(keyOf(card)));
    const known = [current, ...this.ahead].map(keyOf);
    this.ahead.push(...answer.cards.filter((card) => !known.includes(keyOf(card))));
  }

  /* Return what a request says of the cards that are here, and of those that are `underway`. */
  described(current, underway, entry) {
    const here = [current, ...this.ahead].filter(Boolean).map(keyOf);
    return [
      ["held", [...new Set([...here, ...underway])].join(",")],
      ["after", here.at(-1) ?? underway.at(-1) ?? entry.item ?? this.passed],
      ["at", here[0] ?? ""],
      ["wanted", String(Math.max(AHEAD + (current ? 0 : 1) - this.ahead.length, 0))],
    ];
  }
}
