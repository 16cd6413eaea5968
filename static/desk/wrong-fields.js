/* What keeps a form from being saved: a list of links on top, and a sentence beside each field. */

import { reveal } from "./folds.js";

export function clearWrong(form) {
  for (const old of form.querySelectorAll(".desk-wrong, .desk-bar ~ .errornote, .desk-form > .desk-problems")) old.remove();
  for (const old of form.querySelectorAll(".errorlist")) old.remove();
  for (const old of form.querySelectorAll(".desk-field.errors")) old.classList.remove("errors");
  for (const old of form.querySelectorAll("[aria-invalid]")) old.removeAttribute("aria-invalid");
}

function focusOn(field) {
  reveal(field);
  const editor = field.closest(".prose-editor")?.querySelector(".ProseMirror");
  const choice = field.parentElement.querySelector("[role=combobox]");
  const into = editor ?? (field.matches(".select2-hidden-accessible") ? choice : null) ?? field;
  into.focus({ preventScroll: true });
  into.scrollIntoView({ block: "center" });
}

function entry(wrong) {
  const item = document.createElement("li");
  const words = [wrong.label, wrong.said].filter(Boolean).join(": ");
  const field = wrong.id && document.getElementById(wrong.id);
  if (!field) {
    item.textContent = words;
    return item;
  }
  const link = document.createElement("a");
  link.href = `#${wrong.id}`;
  link.textContent = words;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    focusOn(field);
  });
  item.append(link);
  return item;
}

function beside(wrong) {
  const field = wrong.html && document.getElementById(wrong.id);
  if (!field) return;
  const place = field.closest(".desk-field") ?? field.parentElement;
  place.classList.add("errors");
  place.insertAdjacentHTML("beforeend", wrong.html);
  field.setAttribute("aria-invalid", "true");
  reveal(field);
}

/** Say all of `wrong`, and bring the keyboard to the list. */
export function showWrong(form, wrong) {
  clearWrong(form);
  const box = document.createElement("section");
  box.className = "desk-wrong errornote";
  box.tabIndex = -1;
  box.setAttribute("role", "alert");
  const title = document.createElement("h2");
  const fields = wrong.filter((each) => each.id).length;
  const how = fields ? `: ${fields} ${fields === 1 ? "field cannot" : "fields cannot"} be saved like this` : "";
  title.textContent = `Nothing is saved yet${how}. What you wrote is still here.`;
  const list = document.createElement("ul");
  list.append(...wrong.map(entry));
  box.append(title, list);
  form.querySelector(".desk-bar").after(box);
  wrong.forEach(beside);
  box.focus();
}
