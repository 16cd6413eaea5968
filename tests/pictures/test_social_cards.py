"""A social card sets any headline in type, and is drawn once."""

import io

import pytest
from django.core.files.storage import default_storage
from PIL import Image, ImageChops

from newsdesk.images import cards, fonts
from newsdesk.images.cards import Face, draw, drawn
from newsdesk.images.storage import StoreFailed
from newsdesk.images.uploads import store
from tests.pages import picture

LONG = "A headline that goes on and on until nobody can say any more how it began " * 4


def face(title="The ferry turns", **values):
    return Face(title=title, kicker="Explained", site="Newsdesk", **values)


@pytest.mark.parametrize(
    "title",
    [
        "The ferry turns",
        LONG,
        "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft" * 3,
        "Почему паром кренится",
        "日本の新しいロケット",
        "لماذا تميل العبارة",
        "🚀🚀🚀",
        "e\u0301" * 20,
        "a\0b\n\n\tc\u202e",
        "",
    ],
)
def test_any_headline_makes_a_card(title):
    assert draw(face(title)).size == (1_200, 630)


def test_the_words_keep_clear_of_the_edges_and_of_the_picture():
    kept = store(picture(size=(900, 600)))
    card = draw(face(LONG, picture=kept.name))
    left = card.crop((0, 40, cards.MARGIN - 8, 630))
    beside = card.crop((1_200 - cards.PICTURE - 24, 40, 1_200 - cards.PICTURE, 630))
    for strip in (left, beside):
        assert len(strip.getcolors()) == 1


def test_the_picture_is_cut_around_its_focal_point():
    halves = Image.new("RGB", (1_600, 630), "red")
    halves.paste("blue", (800, 0, 1_600, 630))
    out = io.BytesIO()
    halves.save(out, "PNG")
    kept = store(io.BytesIO(out.getvalue()))
    red, _, blue = draw(face(picture=kept.name, focus=(85, 50))).getpixel((1_000, 300))
    assert blue > 200 > 50 > red


def test_letters_that_no_font_has_are_not_shown_as_boxes(monkeypatch):
    monkeypatch.setattr(fonts, "SYSTEM", ())
    for cache in (fonts.fonts, fonts._font_of):
        cache.cache_clear()
    try:
        assert not fonts.can_set("日本")
        assert fonts.can_set("Łódź, Ő: “yes” – 84 %")
        nothing = ImageChops.difference(draw(face("日本")), draw(face("Newsdesk")))
        words = nothing.crop((0, 100, 1_200, 500))
        assert words.getbbox() is None
    finally:
        for cache in (fonts.fonts, fonts._font_of):
            cache.cache_clear()


def test_a_card_whose_picture_is_gone_is_type_alone():
    missing = draw(face(picture=f"pictures/00/{'0' * 32}.webp"))
    assert ImageChops.difference(missing, draw(face())).getbbox() is None


def test_a_card_is_drawn_once_and_replaces_the_one_before(monkeypatch):
    first = drawn("story-1", face("One"))
    monkeypatch.setattr(cards, "draw", None)
    assert drawn("story-1", face("One")) == first
    monkeypatch.undo()
    assert drawn("story-1", face("Two")) != first
    _, files = default_storage.listdir("cards/story-1")
    assert len(files) == 1


def test_a_card_that_cannot_be_kept_is_still_shown(monkeypatch):
    def full(*args):
        raise StoreFailed("No space left on device")

    monkeypatch.setattr(default_storage, "save", full)
    assert Image.open(io.BytesIO(drawn("story-2", face()))).size == (1_200, 630)
