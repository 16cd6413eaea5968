/* What a style says of lettering: bold, italic, raised, hidden. Read as text, never applied. */

const SIMPLE = /^([a-z][a-z0-9]*)?(\.[\w-]+)?$/i;
const NOTHING = new Map();

/** Return the declarations of a style as a map of lower-case names and values. */
export function declarations(text) {
  if (!text) return NOTHING;
  const found = new Map();
  for (const each of text.split(";")) {
    const colon = each.indexOf(":");
    if (colon > 0) found.set(each.slice(0, colon).trim().toLowerCase(), each.slice(colon + 1).replace(/!important/i, "").trim().toLowerCase());
  }
  return found;
}

/** Rules for one name or one class: there Excel, Pages and Word keep what is bold. */
export class Sheet {
  constructor(texts) {
    this.rules = new Map();
    for (const text of texts) this.read(text.replace(/<!--|-->/g, ""));
  }

  /* What stands within "@media" or the like is left alone. */
  read(text) {
    const open = [];
    let before = "";
    for (const [piece] of text.matchAll(/[{}]|[^{}]+/g)) {
      if (piece === "{") open.push(before);
      else if (piece === "}") open.pop();
      else if (open.length === 1 && !open[0].includes("@")) this.add(open[0], piece);
      before = piece;
    }
  }

  add(names, body) {
    for (const each of names.replace(/^[^]*(?:;|\*\/)/, "").split(",")) {
      const name = each.trim();
      if (SIMPLE.test(name)) this.rules.set(name, new Map([...(this.rules.get(name) ?? []), ...declarations(body)]));
    }
  }

  /** Return what is said of an element, its own style last. */
  of(element) {
    const own = declarations(element.dataset?.css);
    if (!this.rules.size) return own;
    const names = [element.localName];
    for (const each of element.classList) names.push(`.${each}`, `${element.localName}.${each}`);
    const found = names.flatMap((name) => [...(this.rules.get(name) ?? [])]);
    return found.length ? new Map([...found, ...own]) : own;
  }
}

/** Tell whether text is bold by this style: true, false, or undefined where it says nothing. */
export function isBold(css) {
  const weight = css.get("font-weight") ?? /(?:^|\s)(bold|[6-9]00)\s/.exec(css.get("font") ?? "")?.[1];
  if (weight === undefined || weight === "inherit") return undefined;
  return weight.startsWith("bold") || Number(weight) >= 600;
}

export function isItalic(css) {
  const style = css.get("font-style") ?? /(?:^|\s)(italic|oblique)\s/.exec(css.get("font") ?? "")?.[1];
  if (style === undefined || style === "inherit") return undefined;
  return /italic|oblique/.test(style);
}

/** Return "sup", "sub", "" for text on the line, or undefined where the style says nothing. */
export function riseOf(css) {
  const place = css.get("vertical-align") ?? css.get("font-variant-position");
  if (place === undefined) return undefined;
  if (place.startsWith("super")) return "sup";
  if (place.startsWith("sub")) return "sub";
  const height = /^(-?[\d.]+)(?:px|pt|em|ex|rem|%)$/.exec(place);
  return height && Number(height[1]) ? (Number(height[1]) > 0 ? "sup" : "sub") : "";
}

/** Tell whether line breaks of the text are meant: true, false or undefined. */
export function keepsBreaks(css) {
  const space = css.get("white-space");
  return space === undefined || space === "inherit" ? undefined : /^(pre|break-spaces)/.test(space);
}

export function isHidden(element, css) {
  if (element.hasAttribute("hidden") && element.getAttribute("hidden") !== "false") return true;
  if (css.get("display") === "none" || css.get("mso-hide") === "all") return true;
  if (/^(hidden|collapse)$/.test(css.get("visibility") ?? "") || /^0(\.0*)?$/.test(css.get("opacity") ?? "")) return true;
  const cut = css.get("overflow") === "hidden" || css.has("clip") || css.has("clip-path");
  return cut && (/^[01]px$/.test(css.get("width") ?? "") || /^0(px)?$/.test(css.get("max-height") ?? ""));
}

/** Tell whether a colour is one, and not a shade of grey; of a name nobody knows, that it is. */
export function isColour(text) {
  if (!text || /^(inherit|initial|unset|transparent|none|auto|currentcolor|window|windowtext|black|white|gr[ae]y|silver|dimgr[ae]y|var\(.*)$/.test(text)) return false;
  const hex = /^#([\da-f]{3,8})\b/.exec(text)?.[1];
  const size = hex && hex.length < 6 ? 1 : 2;
  const parts = hex
    ? [0, 1, 2].map((n) => parseInt(hex.slice(n * size, (n + 1) * size).repeat(3 - size), 16))
    : text.match(/[\d.]+/g)?.slice(0, 3).map(Number);
  if (!parts || parts.length < 3) return /^[a-z]+$/.test(text);
  return Math.max(...parts) - Math.min(...parts) > 60;
}
