/*
 * Where a link from the clipboard leads: out of the services that stand before the page, without what only
 * counts readers. The same rules as newsdesk/requests/redirects.py; a test gives both the same addresses.
 */

const DOORS = /(?:^|\.)(?:l|lm|out|away|exit|href|redir|redirect|safelinks|slack-redir|link)\./;
const PATHS = /\/(?:url|redir|redirect|redirector|l\.php|l|away|away\.php|out|outgoing|outbound|exit|leave|linkfilter|go|iv|[\w/-]*safelinks[\w.-]*)\/?$/;
const PARAMETERS = "url q u to target dest destination uddg z a link redirect redirect_url".split(" ");
const TRACKS = /^(?:utm_\w+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|mc_[ce]id|_hsenc|_hsmi|igshid|igsh|ocid|cmpid|smid|at_\w+|xtor)$/;
const HOST = /^(?:[\w-]+\.)+[a-z\u00a1-\uffff][\w-]*(?::\d{1,5})?(?:[/?#][^\s\\]*)?$/i;
const FILE = /^[^/]+\.(?:html?|php|aspx?|pdf|docx?|xlsx?|pptx?|jpe?g|png|gif|txt)$/i;
const MAILBOX = /^[^\s@:/?#<>\\]+@(?:[\w-]+\.)+\w{2,}$/;

function read(address) {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

/* What is kept in the path, or in letters of its own. */
function inPath({ href, hostname, pathname, searchParams }) {
  if (/(?:^|\.)urldefense\.(?:com|us|proofpoint\.com)$/.test(hostname)) {
    const kept = /\/v3\/__(https?:[^*]*?)__;/i.exec(href)?.[1];
    if (kept) return kept.replace(/^(https?:)\/+/i, "$1//");
    const second = pathname.startsWith("/v2/") && searchParams.get("u");
    return second ? decoded(second.replaceAll("_", "/").replace(/-(?=[\dA-F]{2})/g, "%")) : "";
  }
  if (/(?:^|\.)secure-web\.cisco\.com$/.test(hostname)) return decoded(/\/(https?%3A[^/]+)$/i.exec(pathname)?.[1] ?? "");
  return /(?:^|\.)google\.[a-z.]+$/.test(hostname) && pathname.startsWith("/amp/s/") ? `https://${pathname.slice(7)}` : "";
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

function inside(url) {
  const kept = inPath(url);
  if (kept) return kept;
  if (!DOORS.test(`${url.hostname}.`) && !PATHS.test(url.pathname)) return "";
  const given = PARAMETERS.map((name) => url.searchParams.get(name));
  return given.find((each) => /^https?:\/\//i.test(each ?? "")) ?? "";
}

/** Return the address behind those that only lead on to it. */
export function unwrapped(address) {
  for (let hop = 0; hop < 4; hop += 1) {
    const url = read(address);
    const to = url && /^https?:$/.test(url.protocol) ? inside(url) : "";
    if (!to || !read(to)) break;
    address = to;
  }
  return address;
}

/** Return an address without the parameters that tell who came from where. */
export function untracked(address) {
  const [, page, query, rest] = /^([^?#]*)\?([^#]*)(.*)$/s.exec(address) ?? [];
  if (query === undefined) return address;
  const kept = query.split("&").filter((each) => !TRACKS.test(each.split("=")[0]));
  return kept.length === query.split("&").length ? address : `${page}${kept.length ? "?" : ""}${kept.join("&")}${rest}`;
}

/** Return a link that readers can follow, "" where there is none. */
export function linkOf(typed) {
  let address = typed.replace(/[\t\r\n]/g, "").trim();
  if (/^\/url\?/.test(address)) address = `https://www.google.com${address}`;
  if (MAILBOX.test(address)) return `mailto:${address}`;
  if (HOST.test(address) && !FILE.test(address)) address = `https://${address}`;
  if (/^mailto:[^\s]+$/i.test(address) || /^\/(?![/\\])[^\s\\]*$/.test(address)) return address;
  const url = read(address);
  if (!url || !/^https?:$/.test(url.protocol) || !url.hostname) return "";
  return untracked(unwrapped(address));
}

/** Tell of an address that only pointed within its own document: nobody misses it. */
export function isAnchor(typed) {
  return /^\s*(?:#|about:blank|javascript:|file:[^#]*#|[^:/?#]*\.(?:html?|mht|docx?)#|$)/i.test(typed);
}
