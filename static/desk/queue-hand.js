/* What a browser holds of the queue of duplicates: the next pairs, and the last decisions with their cards. */

const AHEAD = 5;
const REMEMBERED = 10;

const keyOf = (card) => card?.dataset.pair;

export class Hand {
  constructor(forms) {
    this.ahead = [];
    this.cards = new Map();
    this.passed = "";
    this.remember(forms);
  }

  /* Take over what the desk says can be undone: forms with the key of a pair, the newest first. */
  remember(forms) {
    this.past = forms
      .filter((form) => form.dataset.undo)
      .map((form) => ({
        pair: form.dataset.undo,
        address: form.action,
        said: form.querySelector("p").textContent,
      }));
    for (const pair of this.cards.keys()) {
      if (!this.past.some((deed) => deed.pair === pair)) this.cards.delete(pair);
    }
  }

  /* Note what was said of a card before the desk knows of it. */
  decided(card, said) {
    const deed = { pair: keyOf(card), address: card.dataset.undo, said: `${said}: ${card.dataset.title}` };
    this.forget(deed.pair);
    this.past = [deed, ...this.past].slice(0, REMEMBERED);
    this.cards.set(deed.pair, card);
    return deed;
  }

  /* Drop a decision; return its card, undefined where it was given before this page. */
  forget(pair) {
    const card = this.cards.get(pair);
    this.past = this.past.filter((deed) => deed.pair !== pair);
    this.cards.delete(pair);
    return card;
  }

  /* Say at once what `U` would undo; what the desk says of it follows. */
  tell(part) {
    const [newest] = this.past;
    const form = part.querySelector(".queue-last");
    form.hidden = !newest;
    if (!newest) return;
    form.action = newest.address;
    form.dataset.undo = newest.pair;
    form.querySelector("p").textContent = newest.said;
  }

  next() {
    return this.ahead.shift();
  }

  /* Put back what stood there: it comes right after the pair `pair`. */
  putBack(card, pair) {
    if (card && keyOf(card) !== pair) this.ahead.unshift(card);
  }

  /* Take in what the desk sent, but what is here already; let go of what others have decided. */
  take(answer, current) {
    this.ahead = this.ahead.filter((card) => !answer.gone.includes(keyOf(card)));
    const known = [current, ...this.ahead].map(keyOf);
    this.ahead.push(...answer.cards.filter((card) => !known.includes(keyOf(card))));
  }

  /* Return what a request says of the pairs that are here, and of those that are `underway`. */
  described(current, underway, entry) {
    const here = [current, ...this.ahead].filter(Boolean).map(keyOf);
    return [
      ["held", [...new Set([...here, ...underway])].join(",")],
      ["after", here.at(-1) ?? underway.at(-1) ?? entry.pair ?? this.passed],
      ["at", here[0] ?? ""],
      ["wanted", String(Math.max(AHEAD + (current ? 0 : 1) - this.ahead.length, 0))],
    ];
  }
}
