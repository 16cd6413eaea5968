/*
  <focal-point across="id" down="id" file="id"> sets two number fields, in per cent, by a click on the
  picture inside or with the arrow keys. A picture just chosen is shown before it is sent. Without this
  the number fields do the same.
*/

const STEPS = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

class FocalPoint extends HTMLElement {
  connectedCallback() {
    this.fields = [this.getAttribute("across"), this.getAttribute("down")].map((id) =>
      document.getElementById(id),
    );
    this.file = document.getElementById(this.getAttribute("file"));
    if (this.marker || this.fields.includes(null)) return;
    this.marker = document.createElement("span");
    this.marker.className = "focal-marker";
    this.marker.tabIndex = 0;
    this.marker.setAttribute("role", "slider");
    this.marker.setAttribute("aria-label", "Focal point of the image: arrow keys move it");
    this.append(this.marker);
    this.addEventListener("click", (event) => this.point(event));
    this.marker.addEventListener("keydown", (event) => this.step(event));
    for (const field of this.fields) field.addEventListener("input", () => this.show());
    this.file?.addEventListener("desk:chosen", () => this.preview());
    this.file?.addEventListener("desk:refused", () => this.showSaved());
    this.show();
  }

  get picture() {
    return this.querySelector("canvas, img");
  }

  values() {
    return this.fields.map((field) => {
      const value = field.value === "" ? 50 : Number(field.value);
      return Math.min(100, Math.max(0, Math.round(value) || 0));
    });
  }

  set(values) {
    values.forEach((value, n) => {
      this.fields[n].value = Math.min(100, Math.max(0, Math.round(value)));
    });
    // Said once, so that the form knows that something was changed.
    this.fields[0].dispatchEvent(new Event("input", { bubbles: true }));
  }

  show() {
    const [across, down] = this.values();
    this.marker.hidden = !this.picture;
    this.marker.style.left = `${across}%`;
    this.marker.style.top = `${down}%`;
    this.marker.setAttribute("aria-valuemin", "0");
    this.marker.setAttribute("aria-valuemax", "100");
    this.marker.setAttribute("aria-valuenow", across);
    this.marker.setAttribute("aria-valuetext", `${across}% from the left, ${down}% from the top`);
  }

  point(event) {
    if (!this.picture || event.target === this.marker) return;
    const box = this.picture.getBoundingClientRect();
    this.set([
      (100 * (event.clientX - box.left)) / box.width,
      (100 * (event.clientY - box.top)) / box.height,
    ]);
  }

  step(event) {
    const move = STEPS[event.key];
    if (!move) return;
    event.preventDefault();
    const far = event.shiftKey ? 10 : 2;
    this.set(this.values().map((value, n) => value + far * move[n]));
  }

  async preview() {
    const [chosen] = this.file.files;
    if (!chosen) return;
    let bitmap;
    try {
      bitmap = await createImageBitmap(chosen);
    } catch {
      return; // The server says what is wrong with it.
    }
    // A canvas, because the policy of the site lets no page show a blob: address.
    const canvas = document.createElement("canvas");
    const scale = Math.min(1, 900 / bitmap.width, 900 / bitmap.height);
    canvas.width = Math.max(1, Math.round(bitmap.width * scale));
    canvas.height = Math.max(1, Math.round(bitmap.height * scale));
    canvas.className = "desk-thumb";
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", "The image just chosen");
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    this.saved ??= this.querySelector("img");
    if (this.picture) this.picture.replaceWith(canvas);
    else this.prepend(canvas);
    this.set([50, 50]);
  }

  /* A file that was refused takes the place of the one chosen before it. */
  showSaved() {
    const canvas = this.querySelector("canvas");
    if (this.saved) canvas?.replaceWith(this.saved);
    else canvas?.remove();
    this.show();
  }
}

customElements.define("focal-point", FocalPoint);
