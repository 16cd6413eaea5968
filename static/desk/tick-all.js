/* <tick-all>: two buttons over a list of boxes, to tick all of them or none. Warnings are looked at one by one. */

class TickAll extends HTMLElement {
  connectedCallback() {
    const boxes = [...this.querySelectorAll("input[type=checkbox]:not([name=confirmed_with])")];
    if (boxes.length < 2 || this.querySelector(".desk-tick-all")) return;
    const tools = document.createElement("p");
    tools.className = "desk-tick-all";
    for (const [text, ticked] of [["Tick all", true], ["Tick none", false]]) {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "desk-button";
      made.textContent = text;
      made.addEventListener("click", () => {
        for (const box of boxes) box.checked = ticked;
      });
      tools.append(made);
    }
    this.querySelector("ul").before(tools);
  }
}

customElements.define("tick-all", TickAll);
