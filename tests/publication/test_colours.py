"""Whatever colour a desk chief likes: links in it can be read, and the editor is told what was mended."""

import colorsys

import pytest

from newsdesk.publication.colours import DARK, ENOUGH, HOUSE, LIGHT, accent_of, contrast, least

WHEEL = [
    "#"
    + "".join(f"{round(255 * part):02x}" for part in colorsys.hls_to_rgb(hue / 12, light / 4, 1))
    for hue in range(12)
    for light in range(5)
]


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio


@pytest.mark.parametrize("colour", WHEEL)
def test_links_can_be_read_on_every_ground_of_both_schemes(colour):
    drawn = accent_of(colour)
    assert least(drawn.light, LIGHT) >= ENOUGH
    assert least(drawn.dark, DARK) >= ENOUGH
    assert len(drawn.notes) == (drawn.light != colour) + (drawn.dark != colour)


def test_a_colour_that_can_be_read_stays_and_one_that_is_mended_keeps_its_hue():
    house = accent_of(HOUSE)
    assert house.light == HOUSE
    (note,) = house.notes
    assert f"On dark pages {HOUSE} is hard to read" in note
    yellow = accent_of("#ffe000")
    assert yellow.dark == "#ffe000"
    red, green, blue = (int(yellow.light[place : place + 2], 16) for place in (1, 3, 5))
    assert red > blue
    assert green > blue
