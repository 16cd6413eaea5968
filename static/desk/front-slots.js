/* <front-slots> lets slots be dragged, within a place or to another that holds the same kind of page, and
   moved with Alt and the arrow keys. Buttons do the same without it. */

class FrontSlots extends HTMLElement {
  connectedCallback() {
    this.lists = [...this.querySelectorAll("[data-place]")];
    for (const row of this.querySelectorAll("[data-key]")) row.draggable = true;
    this.addEventListener("dragstart", (event) => this.lift(event));
    this.addEventListener("dragover", (event) => this.over(event));
    this.addEventListener("drop", (event) => this.drop(event));
    this.addEventListener("dragend", () => this.moved?.classList.remove("is-lifted"));
    this.addEventListener("keydown", (event) => this.press(event));
  }

  lift(event) {
    const row = event.target.closest?.("[data-key]");
    if (!row) return;
    this.moved = row;
    row.classList.add("is-lifted");
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", row.dataset.key);
  }

  over(event) {
    const list = this.target(event);
    if (!list) return;
    event.preventDefault();
    const rows = [...list.children].filter((row) => row !== this.moved);
    const next = rows.find((row) => {
      const box = row.getBoundingClientRect();
      return event.clientY < box.top + box.height / 2;
    });
    list.insertBefore(this.moved, next || null);
  }

  target(event) {
    const list = event.target.closest?.(".desk-card")?.querySelector("[data-place]");
    if (!list || !this.moved) return null;
    const from = this.moved.parentElement;
    if (list.dataset.kind !== from.dataset.kind) return null;
    return list === from || list.children.length < Number(list.dataset.room) ? list : null;
  }

  drop(event) {
    event.preventDefault();
    this.keep();
  }

  press(event) {
    const step = { ArrowUp: "up", ArrowDown: "down" }[event.key];
    const row = event.target.closest?.("[data-key]");
    if (!step || !event.altKey || !row) return;
    event.preventDefault();
    row.querySelector(`[value="${step} ${row.dataset.key}"]:not(:disabled)`)?.click();
  }

  keep() {
    const order = this.lists.flatMap((list) =>
      [...list.children].map((row) => `${list.dataset.place} ${row.dataset.key}`));
    this.querySelector('[name="order"]').value = order.join("\n");
    this.querySelector('[value="order"]').click();
  }
}

customElements.define("front-slots", FrontSlots);
