/*
 * Paragraphs, headings, lists and quotations as they are found, then as HTML of the tags that a field offers.
 * A block is `{kind, runs}` or, for "ul" and "ol", `{kind, items}` and, for "blockquote", `{kind, blocks}`.
 */

import { BREAK, inside, linesOf, wordsOf } from "./lines.js";

const DEEPEST = 8;
const BULLET = /^[•‣⁃◦▪▫■□●○∙·\uf0a7\uf0b7\uf076\uf0d8]\s*/u;

/** Blocks that are being written, one after the other. */
export class Flow {
  constructor() {
    this.blocks = [];
    this.line = null;
  }

  text(text, how) {
    if (!this.line && !/[^\s\u00a0\u200b\ufeff]/.test(text)) return;
    this.open(how).runs.push({ text, strong: how.strong, em: how.em, href: how.href, rise: how.rise });
  }

  breakLine(how) {
    this.open(how).runs.push(BREAK);
  }

  open(how) {
    this.line ??= { kind: "p", level: how.level, runs: [] };
    return this.line;
  }

  close() {
    if (this.line) this.blocks.push(this.line);
    this.line = null;
  }

  add(block) {
    this.close();
    this.blocks.push(block);
  }

  /* Points of Word's lists are paragraphs that know how deep they stand, and in which list. */
  point({ level, kind, list, blocks }) {
    this.close();
    let at = this.blocks.at(-1);
    if (!at?.byLevel || (list && at.list && at.list !== list)) {
      at = { kind, items: [], byLevel: true, list };
      this.blocks.push(at);
    }
    for (let depth = 1; depth < Math.min(level, DEEPEST); depth += 1) {
      if (!at.items.length) break;
      const within = at.items.at(-1);
      if (!within.at(-1)?.byLevel) within.push({ kind, items: [], byLevel: true });
      at = within.at(-1);
    }
    at.items.push(blocks);
  }
}

class Writer {
  constructor(headings, losses) {
    this.headings = headings;
    this.losses = losses;
  }

  all(blocks, depth = 0) {
    let html = "";
    for (const block of this.withBullets(blocks)) html += this.one(block, depth);
    return html;
  }

  one(block, depth) {
    if (block.lines) return this.paragraphs(block, depth);
    if (block.kind === "blockquote") {
      const quoted = this.all(block.blocks, depth + 1);
      return quoted && depth < DEEPEST ? `<blockquote>${quoted}</blockquote>` : quoted;
    }
    const items = block.items.map((each) => this.all(each, depth + 1)).filter(Boolean);
    if (depth >= DEEPEST) return items.join("");
    return items.length ? `<${block.kind}>${items.map((each) => `<li>${each.startsWith("<p>") ? "" : "<p></p>"}${each}</li>`).join("")}</${block.kind}>` : "";
  }

  /* An empty line ends a paragraph; a heading is one line and never bold as a whole. */
  paragraphs({ lines, level }, depth) {
    const groups = [[]];
    for (const line of lines) {
      if (line.length) groups.at(-1).push(line);
      else if (groups.at(-1).length) groups.push([]);
    }
    const full = groups.filter((each) => each.length);
    if (!level || !full.length) return full.map((each) => `<p>${inside(each)}</p>`).join("");
    const plain = full.map((each) => each.map((line) => line.map((run) => ({ ...run, strong: false }))));
    const kept = depth ? "" : this.kept(level);
    if (!kept) return plain.map((each) => `<p>${inside(each)}</p>`).join("");
    return `<${kept}>${inside(plain.flat())}</${kept}>`;
  }

  /* The same choice as the server's: the two upper sizes are the field's first. */
  kept(level) {
    const wanted = Math.min(4, Math.max(3, level));
    if (!this.headings.length) this.losses.add("heading");
    else if (wanted !== level) this.losses.add("lowered");
    return this.headings.includes(wanted) ? `h${wanted}` : this.headings.length ? `h${this.headings.at(-1)}` : "";
  }

  /* Paragraphs and lines that begin with a typed bullet are points of a list. */
  *withBullets(blocks) {
    let list = null;
    for (const block of blocks) {
      const lines = block.runs && linesOf(block.runs, this.losses);
      const full = lines?.filter((line) => line.length) ?? [];
      if (full.length && !block.level && !block.isPoint && full.every((line) => BULLET.test(wordsOf(line)))) {
        list ??= { kind: "ul", items: [] };
        for (const line of full) list.items.push([{ runs: withoutBullet(line), isPoint: true }]);
        continue;
      }
      if (lines && !full.length) continue;
      if (list) yield list;
      list = null;
      yield lines ? { ...block, lines } : block;
    }
    if (list) yield list;
  }
}

function withoutBullet(line) {
  let left = BULLET.exec(wordsOf(line))[0].length;
  return line.map((run) => {
    const text = run.text.slice(Math.min(left, run.text.length));
    left -= Math.min(left, run.text.length);
    return { ...run, text };
  });
}

/** Return `blocks` as HTML; `headings` are the levels that the field has. */
export function htmlOf(blocks, { headings, losses }) {
  return new Writer(headings, losses).all(blocks);
}
