/* Deciding on a cluster: its questions stand in the column of their group, and move there by dragging, by
   keys, or by the buttons that are there without this, too. */

import { press, pressedBy } from "./queue-keys.js";

const GROUPS = [
  ["a", "Group A"],
  ["b", "Group B"],
  ["", "Left out"],
];
const LETTERS = { a: "a", b: "b", x: "" };

const form = document.querySelector("[data-cluster]");
const list = form.querySelector(".cluster-members");
const columns = new Map();

function column(group, name) {
  const made = document.createElement("section");
  const heading = document.createElement("h3");
  const items = document.createElement("ol");
  heading.textContent = name;
  items.className = "cluster-members";
  made.className = "cluster-column";
  made.append(heading, items);
  made.addEventListener("dragover", (event) => event.preventDefault());
  made.addEventListener("drop", (event) => dropped(event, group));
  columns.set(group, { items, heading, name });
  return made;
}

function radio(member, group) {
  return member.querySelector(`input[value="${group}"]`);
}

/* Let each question stand in the column of its group, in the order of their numbers. */
function arrange() {
  const members = [...form.querySelectorAll(".cluster-member")];
  members.sort((one, other) => one.dataset.member - other.dataset.member);
  const focused = document.activeElement;
  for (const member of members) {
    const { items } = columns.get(member.querySelector("input:checked").value);
    items.append(member.closest("li"));
  }
  for (const { items, heading, name } of columns.values()) {
    heading.textContent = `${name} (${items.children.length})`;
  }
  if (form.contains(focused)) focused.focus({ preventScroll: true });
}

function move(member, group) {
  radio(member, group).checked = true;
  arrange();
}

function dropped(event, group) {
  event.preventDefault();
  const number = event.dataTransfer.getData("text/plain");
  const member = form.querySelector(`[data-member="${CSS.escape(number)}"]`);
  if (member) move(member, group);
}

function pressed(event) {
  const member = event.target.closest(".cluster-member");
  const letter = event.key.toLowerCase();
  const found = pressedBy(event, document);
  if (found && !(member && letter in LETTERS)) {
    event.preventDefault();
    press(found);
  } else if (event.ctrlKey || event.altKey || event.metaKey || event.target.matches("[type=text]")) {
    return;
  } else if (member && letter in LETTERS) {
    event.preventDefault();
    move(member, LETTERS[letter]);
    radio(member, LETTERS[letter]).focus();
  } else if (/^[1-9]$/.test(event.key)) {
    form.querySelector(`[data-member="${event.key}"] input:checked`)?.focus();
  }
}

const board = document.createElement("div");
board.className = "cluster-columns";
board.append(...GROUPS.map(([group, name]) => column(group, name)));
list.before(board);
arrange();
list.remove();
form.querySelector("[data-cluster-keys]").hidden = false;
for (const item of board.querySelectorAll("li")) {
  item.draggable = true;
  item.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", item.querySelector(".cluster-member").dataset.member);
  });
}
form.addEventListener("change", arrange);
document.addEventListener("keydown", pressed);
document.dispatchEvent(new Event("keys:heard"));
