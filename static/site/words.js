// The house's own words in the language of the page: see newsdesk/presentation/script_words.py. English as it is.

const words = JSON.parse(document.body.dataset.words ?? "{}");

export function say(text, values = {}) {
  return (words[text] ?? text).replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}
