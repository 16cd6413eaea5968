/* Reads a document of the clipboard into blocks: element by element, each by its name and its style. */

import { isAnchor, linkOf } from "./addresses.js";
import { Flow } from "./blocks.js";
import { commentOrMail, listPoint, listsOf, levelOf, symbolOf } from "./office.js";
import { isBold, isColour, isHidden, isItalic, keepsBreaks, riseOf } from "./styles.js";
import { readTable } from "./tables.js";

const BLOCKS = new Set(
  ("address article aside body button center dd details dialog dir div dl dt fieldset figcaption figure footer form " +
    "h1 h2 h3 h4 h5 h6 header hgroup html legend li main menu nav ol optgroup p pre search section summary ul").split(" "),
);
const BOLD = new Set(["b", "strong"]);
const ITALIC = new Set(["i", "em", "cite", "dfn", "var"]);
const PICTURES = new Set(["img", "picture"]);
const EMBEDDED = new Set(["video", "audio", "object", "embed"]);
const UNSEEN = new Set("head link meta base svg canvas map select option datalist input progress meter rp".split(" "));
const OF_LINKS = new Set(["underlined", "coloured"]);
const SEPARATORS = /\r\n|[\v\u0085\u2028\u2029]/;
const PICTOGRAM = /^[\p{Extended_Pictographic}\p{Emoji_Component}\u200d\ufe0f]+$/u;

export const UPRIGHT = Object.freeze({ strong: false, em: false, href: "", rise: "", level: 0, breaks: false });

export class Reader {
  constructor(sheet, losses) {
    this.sheet = sheet;
    this.losses = losses;
  }

  children(parent, how, flow) {
    for (const node of parent.childNodes) this.node(node, how, flow);
  }

  node(node, how, flow) {
    if (node.nodeType === Node.TEXT_NODE) this.text(node.data, how, flow);
    else if (node.nodeType === Node.ELEMENT_NODE) this.element(node, how, flow);
  }

  text(data, how, flow) {
    data.split(how.breaks ? /\r\n|[\n\r\v\u0085\u2028\u2029]/ : SEPARATORS).forEach((each, n) => {
      if (n) flow.breakLine(how);
      if (each) flow.text(each, how);
    });
  }

  element(element, how, flow) {
    const css = this.sheet.of(element);
    const name = element.localName;
    if (isHidden(element, css) || this.leftOut(element, name, css, flow, how)) return;
    const next = this.lettering(element, name, css, how);
    if (name === "br") flow.breakLine(how);
    else if (name === "table") readTable(this, element, next, flow);
    else if (name === "ul" || name === "ol") listsOf(this, element, next, flow);
    else if (name === "blockquote" || /^mso(?:intense)?quote/i.test(element.className)) this.quotation(element, css, next, flow);
    else if (name === "q") this.quoted(element, next, flow);
    else if (name === "a") this.link(element, next, flow);
    else if (this.isBlock(name, css)) this.block(element, css, next, flow);
    else if (symbolOf(element.textContent, css)) flow.text(symbolOf(element.textContent, css), next);
    else this.children(element, next, flow);
  }

  /* What is not read at all, and whether it is to be said. */
  leftOut(element, name, css, flow, how) {
    if (UNSEEN.has(name) || css.get("mso-list") === "ignore" || name.startsWith("v:")) return true;
    if (PICTURES.has(name)) return this.picture(element, how, flow);
    if (EMBEDDED.has(name)) this.losses.add("embedded");
    else if (name === "math") this.losses.add("formula");
    else if (name === "del" && (element.hasAttribute("cite") || element.hasAttribute("datetime"))) this.losses.add("deleted");
    else if (name === "hr") {
      flow.close();
      // Word parts its footnotes from the text by a third of a line.
      if (element.getAttribute("width") !== "33%") this.losses.add("rule");
    } else return commentOrMail(this, element, css);
    return true;
  }

  picture(element, how, flow) {
    // The box of a point that can be ticked.
    if (element.closest("[role=checkbox]")) return true;
    const image = element.localName === "img" ? element : element.querySelector("img");
    const words = image?.getAttribute("alt")?.trim() ?? "";
    // Mail and chat programs send a smiley as a picture of itself.
    if (words && PICTOGRAM.test(words) && !/^\d/.test(words)) flow.text(words, how);
    else if (![image?.getAttribute("width"), image?.getAttribute("height")].some((side) => /^[01]$/.test(side ?? ""))) this.losses.add("picture");
    return true;
  }

  lettering(element, name, css, how) {
    const decoration = `${css.get("text-decoration") ?? ""} ${css.get("text-decoration-line") ?? ""}`;
    const ground = css.get("background-color") ?? css.get("background") ?? css.get("mso-highlight");
    const marks = [
      ["struck", ["s", "strike", "del"].includes(name) || decoration.includes("line-through")],
      ["underlined", ["u", "ins"].includes(name) || decoration.includes("underline")],
      ["marked", name === "mark" || (!this.isBlock(name, css) && name !== "td" && isColour(ground))],
      ["coloured", !this.isBlock(name, css) && isColour(css.get("color") ?? element.getAttribute("color")?.toLowerCase())],
    ];
    const said = { ...how.said };
    for (const [what, found] of marks) {
      if (!found || said[what] || !/\S/.test(element.textContent)) continue;
      // Links are underlined and blue of themselves.
      if (OF_LINKS.has(what) && (how.href || name === "a" || element.querySelector("a"))) continue;
      said[what] = true;
      this.losses.add(what);
    }
    return {
      ...how,
      said,
      strong: isBold(css) ?? (BOLD.has(name) || how.strong),
      em: isItalic(css) ?? (ITALIC.has(name) || how.em),
      rise: (name === "sup" || name === "sub" ? name : name === "td" || name === "th" ? undefined : riseOf(css)) ?? how.rise,
      breaks: keepsBreaks(css) ?? (name === "pre" || name === "listing" || how.breaks),
    };
  }

  isBlock(name, css) {
    return BLOCKS.has(name) || /^(?:block|flex|grid|list-item|table|flow-root)/.test(css.get("display") ?? "");
  }

  block(element, css, how, flow) {
    const point = listPoint(element, css, this.sheet);
    const level = levelOf(element, css) || how.level;
    if (point) {
      flow.point({ ...point, blocks: this.apart(element, { ...how, level: 0 }) });
      return;
    }
    flow.close();
    const last = flow.blocks.at(-1);
    if (last?.byLevel && /^MsoList(?:Paragraph|Continue)/.test(element.className)) {
      last.items.at(-1).push(...this.apart(element, how));
      return;
    }
    this.children(element, { ...how, level }, flow);
    flow.close();
  }

  /** Return the blocks of an element that stands for itself: a point, a cell, a quotation. */
  apart(element, how) {
    const flow = new Flow();
    this.children(element, how, flow);
    flow.close();
    return flow.blocks;
  }

  quotation(element, css, how, flow) {
    // Mail programs indent with it.
    const indents = /^(?:none|0(?:px)?\b)/.test(css.get("border") ?? "") && css.has("margin");
    const blocks = this.apart(element, how);
    flow.close();
    if (indents) flow.blocks.push(...blocks);
    else if (flow.blocks.at(-1)?.kind === "blockquote" && element.localName === "p") flow.blocks.at(-1).blocks.push(...blocks);
    else flow.blocks.push({ kind: "blockquote", blocks });
  }

  quoted(element, how, flow) {
    flow.text("“", how);
    this.children(element, how, flow);
    flow.text("”", how);
  }

  link(element, how, flow) {
    const typed = element.getAttribute("href");
    const href = typed ? linkOf(typed) : "";
    if (typed && !href && /\S/.test(element.textContent)) {
      if (/^[^?]*#_?(?:ftn|edn|cite_note|sdfootnote|sdendnote)/i.test(typed)) this.losses.add("note");
      else if (!isAnchor(typed)) this.losses.add("link");
    }
    this.children(element, { ...how, href: href || how.href }, flow);
  }
}
