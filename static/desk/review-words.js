/* The words of the page: which are selected, in which text, and what stands round them. Words that were
   removed, and what is said for the ear alone, are no words of a text. */

const CONTEXT = 48;
const BLOCKS = "p, li, h1, h2, h3, h4, blockquote, figcaption, .standfirst, dd, dt";

export class Passages {
  constructor(page) {
    this.page = page;
    this.text = page.querySelector(".review-text");
    this.at = null;
  }

  /* Return the range that is selected and the text it begins in, null where nothing of the page is. */
  chosen() {
    const selection = window.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const words = [...this.text.querySelectorAll("[data-path]")].filter((each) => range.intersectsNode(each));
    if (!words.length || !selection.toString().trim()) return null;
    const first = range.startContainer.parentElement?.closest("[data-path]") ?? words[0];
    return { range, path: first.dataset.path };
  }

  /* Return what the form of a comment is filled in with, null where there is nothing to be about. */
  quote() {
    const chosen = this.chosen();
    const path = chosen?.path ?? this.blocks()[this.number()]?.querySelector("[data-path]")?.dataset.path;
    if (!path) return null;
    const part = path.includes(":") ? path.split(".")[0] : path.replace(".", "_");
    if (!chosen) return { part, quoted: "", before: "", after: "" };
    const [before, quoted, after] = this.split(path, chosen.range);
    return { part, quoted: quoted.trim(), before: before.slice(-CONTEXT), after: after.slice(0, CONTEXT) };
  }

  /* Return a text before, in and after a range. */
  split(path, range) {
    const found = ["", "", ""];
    let block = null;
    for (const words of this.text.querySelectorAll(`[data-path="${CSS.escape(path)}"]`)) {
      const walker = document.createTreeWalker(words, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest(".diff-said")) continue;
        const now = node.parentElement.closest(BLOCKS);
        const apart = block && now !== block ? " " : "";
        block = now;
        const start = range.comparePoint(node, 0) >= 0 ? 0 : range.startContainer === node ? range.startOffset : node.length;
        const end = range.endContainer === node ? range.endOffset : range.comparePoint(node, 0) > 0 ? 0 : node.length;
        const text = node.data;
        const inside = range.intersectsNode(node);
        if (!inside) found[range.comparePoint(node, 0) < 0 ? 0 : 2] += apart + text;
        else {
          found[0] += (start ? apart : "") + text.slice(0, start);
          found[1] += (start ? "" : apart) + text.slice(start, end);
          found[2] += text.slice(end);
        }
      }
    }
    return found;
  }

  /* Return where the form of a comment belongs: the words, or the paragraph. */
  place() {
    return this.chosen()?.range.startContainer.parentElement ?? this.blocks()[this.number()] ?? null;
  }

  blocks() {
    const all = [...this.text.querySelectorAll("[data-path]")].map((each) => each.closest(BLOCKS) ?? each);
    return [...new Set(all)].filter((each) => each.checkVisibility());
  }

  number() {
    return this.at ? this.blocks().indexOf(this.at) : -1;
  }

  /* Go to the next or previous paragraph; its first word is where selecting begins. */
  step(by) {
    const blocks = this.blocks();
    const next = blocks[Math.min(Math.max(this.number() + by, 0), blocks.length - 1)];
    if (!next) return;
    this.at?.removeAttribute("data-at");
    this.at = next;
    next.setAttribute("data-at", "");
    next.setAttribute("tabindex", "-1");
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: "center" });
    const first = document.createTreeWalker(next.querySelector("[data-path]") ?? next, NodeFilter.SHOW_TEXT);
    let node = first.nextNode();
    while (node?.parentElement.closest(".diff-said")) node = first.nextNode();
    window.getSelection().collapse(node ?? next, 0);
  }

  /* Select the next or previous word; `more` makes the selection a word longer or shorter. */
  word(direction, more) {
    const selection = window.getSelection();
    if (!this.at) this.step(1);
    if (!more && !selection.isCollapsed) {
      if (direction === "forward") selection.collapseToEnd();
      else selection.collapseToStart();
    }
    if (!more && direction === "backward") selection.modify("move", "backward", "word");
    const to = more ? direction : "forward";
    const text = selection.toString();
    selection.modify("extend", to, "word");
    // Some systems count the space behind a word as a step of its own.
    if (selection.toString().trim() === text.trim()) selection.modify("extend", to, "word");
  }
}
