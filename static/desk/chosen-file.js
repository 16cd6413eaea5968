/*
 * A file is looked at when it is chosen, before any of it travels. What the desk would refuse is taken out of its
 * field and the reason is said; what it would take, but not as somebody expects, is said. The limits are those of
 * the desk and stand on the field: data-most-bytes, data-most-pixels, data-least-width.
 */

import { leftOnClear, pictureIn } from "./picture-file.js";

const AGAIN = "and choose it again.";
const REFUSED = {
  GIF: `This is a GIF. Moving images are not shown: save the one you need as JPEG or PNG ${AGAIN}`,
  HEIC: `iPhone photos (HEIC) cannot be used. Export the photo as JPEG ${AGAIN}`,
  TIFF: `TIFF images cannot be used. Save the image as JPEG or PNG ${AGAIN}`,
  BMP: `BMP images cannot be used. Save the image as JPEG or PNG ${AGAIN}`,
  PDF: `This is a PDF document. Save the image in it as JPEG or PNG ${AGAIN}`,
  SVG: `SVG drawings cannot be used. Save the drawing as PNG ${AGAIN}`,
  "": "This is not a readable JPEG, PNG, WebP or AVIF image.",
};
const MOVES = "This image moves, and readers see its first frame only. Save the frame that you need as JPEG or PNG.";
const DEEP = "This PNG has 16 bits a colour, and 8 are kept. If its shades look wrong once it is saved, export it with 8 bits.";
const CLEAR = {
  dark: "Parts of this image can be seen through, and the rest is dark: on a dark screen it can hardly be seen. Put a white ground behind it.",
  light: "Parts of this image can be seen through, and the rest is light: on a light screen it can hardly be seen. Put a dark ground behind it.",
};
const looking = new WeakMap();

function figure(number) {
  return number.toLocaleString("en-GB");
}

/** Return `{refused, said}`: whether the desk would refuse a file, and sentences about it. */
export async function lookAt(file, { mostBytes, mostPixels, leastWidth }) {
  const refused = (sentence) => ({ refused: true, said: [sentence] });
  const [most, size] = [Number(mostBytes), file.size];
  if (size > most) return refused(`This file is larger than ${figure(Math.floor(most / 1_000_000))} MB: it has ${figure(Math.ceil(size / 1_000_000))}. ${mostPixels ? "Save the picture smaller, as JPEG," : "Split it,"} ${AGAIN}`);
  if (!mostPixels) return { refused: false, said: [] };
  const picture = await pictureIn(file);
  if (picture.kind in REFUSED) return refused(REFUSED[picture.kind]);
  if (picture.width * picture.height > Number(mostPixels)) return refused(`The image has more than ${figure(Number(mostPixels) / 1_000_000)} million pixels. Save it smaller ${AGAIN}`);
  const said = [];
  if (leastWidth && picture.width && picture.width < Number(leastWidth)) {
    said.push(`This image is ${figure(picture.width)} pixels wide: under ${figure(Number(leastWidth))} it is blurred on large screens. Choose a larger one if there is one.`);
  }
  if (picture.moves) said.push(MOVES);
  if (picture.deep) said.push(DEEP);
  const shade = picture.kind === "JPEG" ? "" : await leftOnClear(file);
  if (shade) said.push(CLEAR[shade]);
  return { refused: false, said };
}

function say(field, { refused, said }, name) {
  let note = field.parentElement.querySelector(":scope > .desk-file-note");
  if (!note) {
    note = document.createElement("div");
    note.className = "desk-file-note";
    note.setAttribute("role", "status");
    field.after(note);
  }
  note.classList.toggle("is-refused", refused);
  const words = refused ? [`${name} is not taken. ${said[0]}`] : said;
  note.replaceChildren(
    ...words.map((each) => {
      const line = document.createElement("p");
      line.textContent = each;
      return line;
    }),
  );
}

async function chosen(field) {
  const [file] = field.files;
  if (!file) return true;
  const found = await lookAt(file, field.dataset);
  if (field.files[0] !== file) return true;
  if (found.refused) field.value = "";
  say(field, found, file.name);
  field.dispatchEvent(new Event(found.refused ? "desk:refused" : "desk:chosen"));
  return !found.refused;
}

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("input[type=file][data-most-bytes]")) return;
  const look = chosen(target).catch(() => true);
  looking.set(target.form, look);
  look.then(() => looking.get(target.form) === look && looking.delete(target.form));
});

/* A form waits for what is looked at in it, and is not sent where that is refused. */
document.addEventListener(
  "submit",
  (event) => {
    const look = looking.get(event.target);
    if (!look) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { target, submitter } = event;
    look.then((taken) => taken && target.requestSubmit(submitter));
  },
  { capture: true },
);
