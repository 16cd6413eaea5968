/* Prints what Mozilla's Readability, the reader view of Firefox, makes of the HTML files that it is given: JSON by file. */
import { readFileSync } from "node:fs";
import { Readability } from "@mozilla/readability";
import { JSDOM, VirtualConsole } from "jsdom";

const found = {};
for (const file of process.argv.slice(2)) {
  const page = new JSDOM(readFileSync(file, "utf8"), {
    url: "https://newsdesk.example/page/",
    virtualConsole: new VirtualConsole(),
  });
  const { document } = page.window;
  const article = new Readability(document).parse();
  const body = new JSDOM(article?.content ?? "").window.document.body;
  found[file] = article && {
    title: article.title,
    byline: article.byline,
    published: article.publishedTime,
    text: body.textContent.replace(/\s+/g, " "),
    quotations: [...body.querySelectorAll("blockquote")].map((each) => each.textContent.replace(/\s+/g, " ").trim()),
    links: [...body.querySelectorAll("a")].map((each) => each.getAttribute("href")),
    controls: body.querySelectorAll("button, form, input, nav").length,
  };
  page.window.close();
}
process.stdout.write(JSON.stringify(found));
