/* Asking the desk about a queue, and what it answers. */

export class SignedOut extends Error {}

/* Return the answer as { status, refusal, gone, parts, cards, empty }. Throws where there is none, and
   SignedOut where the desk wants to know who is there. */
export async function ask(address, fields) {
  const options = { headers: { "X-Wants": "queue" } };
  if (fields) {
    options.method = "POST";
    options.body = new URLSearchParams(fields);
  }
  const answer = await fetch(address, options);
  if (answer.redirected || answer.status === 403) throw new SignedOut();
  if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
  return read(answer.status, await answer.text());
}

function read(status, text) {
  const found = new DOMParser().parseFromString(text, "text/html").querySelector("[data-answer]");
  if (!found) return { status, refusal: "The desk could not save it.", gone: [], parts: [], cards: [] };
  return {
    status,
    refusal: found.dataset.refusal,
    gone: found.dataset.gone.split(" ").filter(Boolean),
    parts: [...found.querySelectorAll("[data-part]")],
    cards: [...found.querySelectorAll(".queue-item")],
    empty: found.querySelector(".queue-empty"),
  };
}
