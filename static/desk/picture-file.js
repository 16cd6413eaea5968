/* What a file is, by how it begins and never by its name; of pictures size, depth, and whether they move. */

const READ = 1_000_000; // Bytes: colour profiles and metadata may stand before the size.
const HEIC = /^(?:hei[cxms]|hev[cxms])$/;
const OTHERS = [
  ["GIF", /^GIF8[79]a/],
  ["TIFF", /^(?:II\*\0|MM\0\*)/],
  ["BMP", /^BM/],
  ["PDF", /^%PDF/],
  ["SVG", /^(?:\u00ef\u00bb\u00bf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^]*?-->\s*|<!DOCTYPE[^>]*>\s*)*<svg/i],
];

class Bytes {
  constructor(buffer) {
    this.view = new DataView(buffer);
    this.length = buffer.byteLength;
  }

  text(from, length) {
    const end = Math.min(this.length, from + length);
    return String.fromCharCode(...new Uint8Array(this.view.buffer, from, Math.max(0, end - from)));
  }

  number(from, size, little = false) {
    if (from + size > this.length) return 0;
    if (size === 3) return this.number(from, 2, true) + (this.number(from + 2, 1) << 16);
    return size === 1 ? this.view.getUint8(from) : size === 2 ? this.view.getUint16(from, little) : this.view.getUint32(from, little);
  }
}

/** Return `{kind, width, height, moves, deep}`; `kind` is "" for what is none that can be told. */
export async function pictureIn(file) {
  const bytes = new Bytes(await file.slice(0, READ).arrayBuffer());
  const start = bytes.text(0, 500);
  if (start.startsWith("\u0089PNG\r\n\u001a\n")) return png(bytes);
  if (start.startsWith("\u00ff\u00d8\u00ff")) return jpeg(bytes);
  if (/^RIFF[^]{4}WEBP/.test(start)) return webp(bytes);
  if (start.slice(4, 8) === "ftyp") return boxed(bytes);
  return { kind: OTHERS.find(([, sign]) => sign.test(start))?.[0] ?? "" };
}

function png(bytes) {
  const found = { kind: "PNG", width: bytes.number(16, 4), height: bytes.number(20, 4), deep: bytes.number(24, 1) === 16, moves: false };
  for (let at = 8; at + 8 <= bytes.length; at += 12 + bytes.number(at, 4)) {
    const name = bytes.text(at + 4, 4);
    if (name === "acTL") found.moves = bytes.number(at + 8, 4) > 1;
    if (name === "IDAT") break;
  }
  return found;
}

function jpeg(bytes) {
  const found = { kind: "JPEG", width: 0, height: 0 };
  let turned = false;
  for (let at = 2; at + 9 < bytes.length && bytes.number(at, 1) === 0xff; at += 2 + bytes.number(at + 2, 2)) {
    const sign = bytes.number(at + 1, 1);
    if (sign === 0xe1 && bytes.text(at + 4, 4) === "Exif") turned = isTurned(bytes, at + 10);
    if (sign >= 0xc0 && sign <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(sign)) {
      [found.height, found.width] = [bytes.number(at + 5, 2), bytes.number(at + 7, 2)];
      break;
    }
  }
  return turned ? { ...found, width: found.height, height: found.width } : found;
}

/* Cameras write a picture lying on its side, and how to turn it. */
function isTurned(bytes, start) {
  const little = bytes.text(start, 2) === "II";
  const list = start + bytes.number(start + 4, 4, little);
  for (let n = 0; n < bytes.number(list, 2, little); n += 1) {
    const entry = list + 2 + 12 * n;
    if (bytes.number(entry, 2, little) === 0x0112) return bytes.number(entry + 8, 2, little) > 4;
  }
  return false;
}

function webp(bytes) {
  const part = bytes.text(12, 4);
  if (part === "VP8X") {
    return { kind: "WebP", width: 1 + bytes.number(24, 3), height: 1 + bytes.number(27, 3), moves: Boolean(bytes.number(20, 1) & 2) };
  }
  if (part === "VP8L") {
    const bits = bytes.number(21, 4, true);
    return { kind: "WebP", width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  return { kind: "WebP", width: bytes.number(26, 2, true) & 0x3fff, height: bytes.number(28, 2, true) & 0x3fff };
}

/* AVIF and HEIC come in the same boxes; the brands tell which. */
function boxed(bytes) {
  const length = Math.min(bytes.number(0, 4), 200);
  const brands = [bytes.text(8, 4), ...(bytes.text(16, length - 16).match(/.{4}/gs) ?? [])];
  const isAvif = brands.some((each) => each === "avif" || each === "avis");
  if (!isAvif) return { kind: brands.some((each) => HEIC.test(each)) || /^m[is]f1$/.test(brands[0]) ? "HEIC" : "" };
  const found = { kind: "AVIF", width: 0, height: 0, moves: brands[0] === "avis" };
  const text = bytes.text(0, 20_000);
  for (let at = text.indexOf("ispe"); at >= 0; at = text.indexOf("ispe", at + 4)) {
    const [width, height] = [bytes.number(at + 8, 4), bytes.number(at + 12, 4)];
    if (width * height > found.width * found.height) Object.assign(found, { width, height });
  }
  return found;
}

/** Return "dark" or "light" where parts can be seen through and what is left is mostly that, else "". */
export async function leftOnClear(file) {
  let bitmap;
  try {
    bitmap = await createImageBitmap(file);
  } catch {
    return "";
  }
  const scale = Math.min(1, 160 / bitmap.width, 160 / bitmap.height);
  const canvas = new OffscreenCanvas(Math.max(1, Math.round(bitmap.width * scale)), Math.max(1, Math.round(bitmap.height * scale)));
  const pen = canvas.getContext("2d");
  pen.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return shadeOf(pen.getImageData(0, 0, canvas.width, canvas.height).data);
}

function shadeOf(pixels) {
  let [light, weight] = [0, 0];
  for (let at = 0; at < pixels.length; at += 4) {
    weight += pixels[at + 3];
    light += pixels[at + 3] * (0.2126 * pixels[at] + 0.7152 * pixels[at + 1] + 0.0722 * pixels[at + 2]);
  }
  if (!weight || weight > 0.98 * 255 * (pixels.length / 4)) return "";
  const mean = light / weight;
  return mean < 90 ? "dark" : mean > 200 ? "light" : "";
}
