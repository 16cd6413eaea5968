/*
 * The first pass over HTML from the clipboard, over its text: no parser has seen it yet. Comments, scripts and
 * stylesheets are taken out, and of attributes only those stay that the reading needs.
 *
 * Under the policy of the site a style is not applied in any document, and each is reported: so "style" comes
 * back as "data-css", a text among others.
 */

const RAW = ["style", "script", "noscript", "iframe", "noembed", "noframes", "template", "title", "textarea", "xmp", "xml"];
const KEPT = new Set(
  ("href class id role hidden alt width height start cite datetime type color " +
    "aria-level data-aria-level data-listid data-leveltext").split(" "),
);
const PARTS_OF_TABLES = new Set("caption col colgroup tbody thead tfoot tr td th".split(" "));
const NAME = /[a-z][^\s/>]*/iy;
// The last alternative takes what a quotation mark begins and none ends.
const ATTRIBUTE = /[\s/]*([^\s/>=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]*)))?/y;

/** Return `{html, sheets, embedded}`: plain tags, the texts of stylesheets, how many frames there were. */
export function bare(html) {
  return new Pass(html).run();
}

class Pass {
  constructor(html) {
    this.html = html;
    this.at = 0;
    this.out = [];
    this.sheets = [];
    this.embedded = 0;
    this.tables = 0;
  }

  run() {
    while (this.at < this.html.length) {
      const open = this.html.indexOf("<", this.at);
      this.out.push(this.html.slice(this.at, open < 0 ? undefined : open));
      if (open < 0) break;
      this.at = open;
      this.markup(this.html[open + 1] ?? "");
    }
    return { html: this.out.join(""), sheets: this.sheets, embedded: this.embedded };
  }

  markup(next) {
    if (next === "!" || next === "?") this.comment();
    else if (next === "/") this.endTag();
    else if (/[a-z]/i.test(next)) this.startTag();
    else {
      this.out.push("&lt;");
      this.at += 1;
    }
  }

  /* Go behind `mark`; what it does not end, ends with the text. Return what stood before it. */
  skip(mark, from) {
    const end = this.html.indexOf(mark, from);
    const text = this.html.slice(from, end < 0 ? undefined : end);
    this.at = end < 0 ? this.html.length : end + mark.length;
    return text;
  }

  /* Word's conditions are comments too, or look like "<![if !supportLists]>": what stands between them stays. */
  comment() {
    if (!this.html.startsWith("<!--", this.at)) this.skip(">", this.at);
    else if (this.html.startsWith(">", this.at + 4)) this.at += 5;
    else this.skip("-->", this.at + 4);
  }

  endTag() {
    const name = this.skip(">", this.at + 2).match(/^[a-z][^\s/]*/i)?.[0].toLowerCase();
    if (!name) return;
    if (name === "table") this.tables = Math.max(0, this.tables - 1);
    this.out.push(`</${name}>`);
  }

  startTag() {
    NAME.lastIndex = this.at + 1;
    const name = NAME.exec(this.html)[0].toLowerCase();
    this.at = NAME.lastIndex;
    const kept = this.attributes();
    this.skip(">", this.at);
    if (RAW.includes(name)) this.raw(name);
    else this.open(name, kept);
  }

  open(name, kept) {
    if (name === "table") this.tables += 1;
    else if (PARTS_OF_TABLES.has(name) && !this.tables) {
      // Cells without their table: a parser would let their words run into each other.
      this.tables = 1;
      this.out.push("<table>");
    }
    this.out.push(`<${name}${kept}>`);
  }

  attributes() {
    let kept = "";
    ATTRIBUTE.lastIndex = this.at;
    for (let found; (found = ATTRIBUTE.exec(this.html)); ) {
      this.at = ATTRIBUTE.lastIndex;
      const name = found[1].toLowerCase();
      const value = (found[2] ?? found[3] ?? found[4] ?? "").replaceAll('"', "&quot;");
      if (name === "style") kept += ` data-css="${value}"`;
      else if (KEPT.has(name)) kept += ` ${name}="${value}"`;
    }
    return kept;
  }

  raw(name) {
    const close = new RegExp(`</${name}(?=[\\s/>])`, "gi");
    close.lastIndex = this.at;
    const found = close.exec(this.html);
    const text = this.html.slice(this.at, found ? found.index : undefined);
    this.at = found ? found.index : this.html.length;
    if (found) this.skip(">", this.at);
    if (name === "style") this.sheets.push(text);
    if (name === "iframe") this.embedded += 1;
  }
}
