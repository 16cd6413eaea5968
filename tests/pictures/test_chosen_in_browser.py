"""A file is looked at when it is chosen, before any of it travels, by the limits of the server."""

import io
import json
from base64 import b64encode

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from PIL import Image, ImageDraw
from playwright.sync_api import expect

from newsdesk.images import uploads
from newsdesk.intake.reading import MAX_BYTES
from tests import pages
from tests.desk.folds import unfold
from tests.desk.screens import address, fresh
from tests.people import person

pytestmark = pytest.mark.django_db(transaction=True)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plain(size=(1400, 700), colour="#7788aa") -> Image.Image:
    return Image.new("RGB", size, colour)


def moving(kind: str) -> bytes:
    frames = [plain(colour=colour) for colour in ("red", "green", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def lines_on_nothing(colour: str) -> bytes:
    image = Image.new("RGBA", (1400, 700), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((200, 200, 900, 400), fill=colour)
    return saved(image, "PNG")


def lying() -> bytes:
    """Return a photograph of 1,600 by 900 that is to be turned upright."""
    image = plain((1600, 900))
    exif = image.getexif()
    exif[0x0112] = 6
    return saved(image, "JPEG", exif=exif)


HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 100
# What is chosen, and what is said: the server refuses what is refused here, with the same sentence.
REFUSED = {
    "a.png": moving("GIF"),
    "photo.jpg": HEIC,
    "scan.png": saved(plain((20, 20)), "TIFF"),
    "b.jpg": saved(plain((20, 20)), "BMP"),
    "c.webp": b"%PDF-1.7 x",
    "d.png": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'/>",
    "e.jpg": b"words and no picture",
    "f.avif": b"",
}
TAKEN = {
    "plain.gif": (saved(plain(), "JPEG"), []),
    "plain.png": (saved(plain(), "PNG"), []),
    "plain.webp": (saved(plain(), "WEBP"), []),
    "lossless.webp": (saved(plain(), "WEBP", lossless=True), []),
    "plain.avif": (saved(plain(), "AVIF"), []),
    "lying.jpg": (lying(), ["900 pixels wide"]),
    "small.jpg": (saved(plain((1199, 900)), "JPEG"), ["1,199 pixels wide: under 1,200"]),
    "small.webp": (saved(plain((800, 900)), "WEBP", lossless=True), ["800 pixels wide"]),
    "small.avif": (saved(plain((800, 900)), "AVIF"), ["800 pixels wide"]),
    "deep.png": (saved(Image.new("I;16", (1400, 700), 30_000), "PNG"), ["16 bits"]),
    "moving.png": (moving("PNG"), ["This image moves"]),
    "moving.webp": (moving("WEBP"), ["This image moves"]),
    "black.png": (lines_on_nothing("black"), ["the rest is dark"]),
    "white.png": (lines_on_nothing("white"), ["the rest is light"]),
    "blue.png": (lines_on_nothing("#4488dd"), []),
}
LOOK = """async ([files, limits]) => {
  const { lookAt } = await import("/static/desk/chosen-file.js");
  const look = ([name, text]) => {
    const bytes = Uint8Array.from(atob(text), (each) => each.codePointAt(0));
    return lookAt(new File([bytes], name), limits);
  };
  return Promise.all(files.map(look));
}"""
LIMITS = {
    "mostBytes": uploads.MAX_BYTES,
    "mostPixels": uploads.MAX_PIXELS,
    "leastWidth": uploads.GOOD_WIDTH,
}


def sentence_of_server(data: bytes) -> str:
    try:
        uploads.encode(io.BytesIO(data))
    except ValidationError as error:
        return error.messages[0]
    return ""


def look(page, files: dict[str, bytes], **limits: int) -> dict[str, dict[str, object]]:
    sent = [[name, b64encode(data).decode()] for name, data in files.items()]
    return dict(zip(files, page.evaluate(LOOK, [sent, LIMITS | limits]), strict=True))


def test_kinds_are_told_by_content_and_as_the_server_tells_them(open_page):
    page = open_page()
    page.goto(reverse("admin:login"))
    refused = look(page, REFUSED)
    for name, data in REFUSED.items():
        assert refused[name] == {"refused": True, "said": [sentence_of_server(data)]}, name
    taken = look(page, {name: data for name, (data, _) in TAKEN.items()})
    for name, (data, sentences) in TAKEN.items():
        assert not sentence_of_server(data), name
        assert not taken[name]["refused"], name
        said = taken[name]["said"]
        assert len(said) == len(sentences), (name, said)
        assert all(part in each for part, each in zip(sentences, said, strict=True)), (name, said)
    many = look(page, {"x.png": saved(plain((200, 100)), "PNG")}, mostPixels=10_000)
    assert many["x.png"]["refused"]


def test_a_refused_file_never_travels_and_a_good_one_is_shown_and_saved(open_page, shots):
    chief = person("Desk chief")
    story = pages.story(chief)
    page = open_page(user=chief)
    page.goto(address("change", story))
    unfold(page, "picture")
    field = page.locator("#id_image")
    field.set_input_files({"name": "holiday.jpg", "mimeType": "image/jpeg", "buffer": HEIC})
    expect(page.get_by_text("holiday.jpg is not taken. iPhone photos (HEIC)")).to_be_visible()
    expect(field).to_have_value("")
    shots(page, "desk-picture-refused")
    large = b"\xff\xd8\xff" + b"\0" * (uploads.MAX_BYTES + 1)
    field.set_input_files({"name": "large.jpg", "mimeType": "image/jpeg", "buffer": large})
    expect(page.get_by_text("This file is larger than 15 MB: it has 16.")).to_be_visible()
    expect(field).to_have_value("")
    small = saved(plain((800, 600)), "JPEG")
    field.set_input_files({"name": "small.jpg", "mimeType": "image/jpeg", "buffer": small})
    expect(page.get_by_text("800 pixels wide: under 1,200")).to_be_visible()
    expect(page.locator("focal-point canvas")).to_be_visible()
    shots(page, "desk-picture-small")
    field.set_input_files({"name": "small.jpg", "mimeType": "image/jpeg", "buffer": HEIC})
    expect(page.locator("focal-point canvas")).to_have_count(0)
    field.set_input_files({"name": "small.jpg", "mimeType": "image/jpeg", "buffer": small})
    page.keyboard.press("Control+s")
    page.wait_for_load_state("networkidle")
    expect(page.locator("focal-point img")).to_have_count(1)
    assert fresh(story).image_width == 800


def test_a_form_waits_for_a_file_that_is_being_looked_at(open_page):
    """A save pressed in the same moment sends nothing of what is refused."""
    chief = person("Desk chief")
    page = open_page(user=chief)
    page.goto(reverse("admin:stories_story_add"))
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.evaluate(
        """(text) => {
          const field = document.querySelector("#id_image");
          const files = new DataTransfer();
          const bytes = Uint8Array.from(JSON.parse(text));
          files.items.add(new File([bytes], "x.jpg", { type: "image/jpeg" }));
          field.files = files.files;
          field.dispatchEvent(new Event("change", { bubbles: true }));
          field.form.requestSubmit(field.form.querySelector("[name=_continue]"));
        }""",
        json.dumps(list(HEIC)),
    )
    expect(page.get_by_text("x.jpg is not taken.")).to_be_attached()
    assert not [url for url in sent if url.endswith("/add/")]


def test_every_field_for_a_file_says_its_limit(open_page):
    chief = person("Desk chief")
    page = open_page(user=chief)
    page.goto(reverse("admin:stories_story_paste"))
    field = page.locator("input[type=file]")
    expect(field).to_have_attribute("data-most-bytes", str(MAX_BYTES))
    large = {"name": "x.docx", "mimeType": "x/y", "buffer": b"x" * (MAX_BYTES + 1)}
    field.set_input_files(large)
    expect(page.get_by_text("x.docx is not taken. This file is larger than 15 MB")).to_be_visible()
    expect(field).to_have_value("")
