/*
 * <sortable-rows>: the rows of a list can be moved, by two buttons or by a grip. The order lives in the
 * rows' number inputs named "…-position"; without this file they are plain inputs to write in.
 */

const ADDED = "formset:added";
const REMOVED = "formset:removed";

function placeOf(row) {
  return row.querySelector('input[name$="-position"]');
}

function indexOf(row) {
  return Number(row.id.match(/-(\d+)$/)?.[1] ?? 0);
}

function nameOf(row) {
  return row.querySelector(".desk-row-name")?.textContent.replace(/\s+/g, " ").trim() || "Row";
}

function button(text, label, action) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", action);
  return made;
}

class SortableRows extends HTMLElement {
  connectedCallback() {
    if (this.ready || !placeOf(this)) return;
    this.ready = true;
    this.classList.add("is-sortable");
    this.live = document.createElement("p");
    this.live.className = "visually-hidden";
    this.live.setAttribute("aria-live", "polite");
    this.append(this.live);
    this.rows().forEach((row) => this.equip(row));
    this.addEventListener(ADDED, (event) => this.welcome(event.target));
    // Django's script numbers all rows anew when an unsaved one goes, by where they stand: saved rows
    // must then stand in the order in which the server knows them.
    this.addEventListener("click", (event) => this.beforeRemoval(event), { capture: true });
    document.addEventListener(REMOVED, () => {
      this.arrange((row) => Number(placeOf(row).value));
      this.renumber();
    });
  }

  rows() {
    const all = [...this.querySelectorAll(".inline-related:not(.empty-form)")];
    return all.filter((row) => placeOf(row));
  }

  welcome(row) {
    if (!row.matches(".inline-related") || !placeOf(row)) return;
    this.equip(row);
    // Django's script puts it at the end of the row's first element, which is what folds.
    const remove = row.querySelector(".inline-deletelink")?.parentElement;
    if (remove) row.querySelector(".desk-row-head").append(remove);
    this.renumber();
    row.querySelector("input:not([type=hidden], [name$=-position]), select, textarea")?.focus();
  }

  equip(row) {
    const head = row.querySelector(".desk-row-head");
    if (!head || head.querySelector(".desk-move")) return;
    row.addEventListener("desk:named", () => {
      up.setAttribute("aria-label", `Move up: ${nameOf(row)}`);
      down.setAttribute("aria-label", `Move down: ${nameOf(row)}`);
    });
    const tools = document.createElement("span");
    tools.className = "desk-move";
    const up = button("↑", `Move up: ${nameOf(row)}`, () => this.move(row, -1, up));
    const down = button("↓", `Move down: ${nameOf(row)}`, () => this.move(row, 1, down));
    const grip = document.createElement("span");
    grip.className = "desk-grip";
    grip.textContent = "⠿";
    grip.setAttribute("aria-hidden", "true");
    grip.addEventListener("pointerdown", (event) => this.drag(event, row, grip));
    tools.append(grip, up, down);
    head.prepend(tools);
  }

  move(row, step, pressed) {
    const rows = this.rows();
    const neighbour = rows[rows.indexOf(row) + step];
    if (!neighbour) return;
    if (step < 0) neighbour.before(row);
    else neighbour.after(row);
    this.renumber();
    this.say(row);
    pressed.focus();
  }

  drag(event, row, grip) {
    event.preventDefault();
    grip.setPointerCapture(event.pointerId);
    row.classList.add("is-dragged");
    const follow = (moved) => this.follow(row, moved.clientY);
    const drop = () => {
      grip.removeEventListener("pointermove", follow);
      row.classList.remove("is-dragged");
      this.renumber();
      this.say(row);
    };
    grip.addEventListener("pointermove", follow);
    grip.addEventListener("lostpointercapture", drop, { once: true });
  }

  follow(row, y) {
    for (const other of this.rows()) {
      const box = other.getBoundingClientRect();
      if (other === row || y < box.top || y > box.bottom) continue;
      const above = y < box.top + box.height / 2;
      if (above && other.previousElementSibling !== row) other.before(row);
      else if (!above && other.nextElementSibling !== row) other.after(row);
      return;
    }
  }

  beforeRemoval(event) {
    if (event.target.closest(".inline-deletelink")) this.arrange(indexOf);
  }

  arrange(key) {
    const rows = this.rows();
    const end = this.querySelector(".empty-form") ?? rows.at(-1)?.nextElementSibling;
    rows.sort((a, b) => key(a) - key(b)).forEach((row) => row.parentNode.insertBefore(row, end));
  }

  renumber() {
    this.rows().forEach((row, index) => {
      const place = placeOf(row);
      if (Number(place.value) === index + 1) return;
      place.value = index + 1;
      place.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  say(row) {
    const rows = this.rows();
    this.live.textContent = `${nameOf(row)} is now ${rows.indexOf(row) + 1} of ${rows.length}`;
  }
}

customElements.define("sortable-rows", SortableRows);
