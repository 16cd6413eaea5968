/* What was found of a page, put into the fields of a row: beside what is there, never over it without a word. */

const LOOKS = { filled: "is-filled", open: "is-open", same: "" };

function made(name, className, text) {
  const element = document.createElement(name);
  element.className = className;
  element.textContent = text;
  return element;
}

function same(one, other) {
  const plain = (text) => text.normalize("NFKC").trim().toLowerCase();
  return plain(one) === plain(other);
}

export function set(field, value, shown) {
  if (field.type === "checkbox") field.checked = Boolean(value);
  else if (field.tagName === "SELECT") field.append(new Option(shown, value, true, true));
  else field.value = value;
  for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
}

function written(field) {
  if (field.type === "checkbox") return field.checked ? field.value : "";
  return field.value;
}

/** Put a sentence below a field, with a button where there is something to decide. */
function mark(field, sentence, state, label, use) {
  const note = made("p", `source-found ${LOOKS[state]}`, sentence);
  if (use) {
    const button = made("button", "desk-button", label);
    button.type = "button";
    button.addEventListener("click", () => {
      use();
      button.remove();
    });
    note.append(" ", button);
  }
  field.closest(".desk-field").append(note);
  return state;
}

function hostOf(address) {
  try {
    return new URL(address).hostname.replace(/^www\./, "");
  } catch {
    return "";
  }
}

/** An outlet that the desk does not have: the form for a new one opens with what is known of it. */
function unknown(field, fact, url) {
  const sentence = `The page says ${fact.shown}, which is not one of the desk’s outlets yet.`;
  const add = document.getElementById(`add_${field.id}`);
  if (!add) return mark(field, sentence, "open");
  return mark(field, sentence, "open", "Add this outlet", () => {
    const address = new URL(add.href);
    address.searchParams.set("name", fact.shown);
    if (fact.owns) address.searchParams.set("domains", hostOf(url.value));
    add.href = address;
    add.click();
  });
}

/** Put one fact into its field; says "filled", "same", or "open" where a person has to decide. */
export function put(fact, fieldOf) {
  const field = fieldOf(fact.name);
  if (!field) return "";
  const before = written(field);
  if (field.tagName === "SELECT" && !fact.value) return unknown(field, fact, fieldOf("url"));
  if (before && same(before, fact.value)) return mark(field, fact.sentence, "same");
  if (before === "" && !fact.guess) {
    set(field, fact.value, fact.shown);
    return mark(field, fact.sentence, "filled");
  }
  if (fact.name === "url") {
    set(field, fact.value);
    const sentence = `${fact.sentence} Before it was ${before}`;
    return mark(field, sentence, "filled", "Put it back", () => set(field, before));
  }
  const sentence = before ? `The page says “${fact.shown}”. ${fact.sentence}` : `“${fact.shown}”? ${fact.sentence}`;
  return mark(field, sentence, "open", "Use this", () => set(field, fact.value, fact.shown));
}
