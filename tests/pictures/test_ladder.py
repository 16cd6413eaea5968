"""The files of a picture follow from its name, size and focal point; crops keep the focal point in sight."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsdesk.images.ladder import NAME, RATIOS, RUNGS, crop_box, key_in, rungs, stand_ins

KEY = "3f" * 16
KEPT = f"pictures/3f/{KEY}.webp"
sizes = st.tuples(st.integers(1, 5_000), st.integers(1, 5_000))
points = st.tuples(st.integers(0, 100), st.integers(0, 100))


@given(size=sizes, shape=st.sampled_from(sorted(RATIOS)), focus=points)
def test_a_crop_lies_in_the_picture_and_holds_the_focal_point(size, shape, focus):
    left, top, right, bottom = crop_box(size, shape, focus)
    assert 0 <= left < right <= size[0]
    assert 0 <= top < bottom <= size[1]
    assert left - 1 <= size[0] * focus[0] / 100 <= right + 1
    assert top - 1 <= size[1] * focus[1] / 100 <= bottom + 1


@given(size=sizes, shape=st.sampled_from(sorted(RUNGS)), focus=points)
def test_every_file_of_the_ladder_has_an_address_and_stand_ins_down_to_the_kept_picture(
    size, shape, focus
):
    for kind in ("avif", "webp"):
        for rung in rungs(KEPT, size, shape=shape, focus=focus, kind=kind):
            assert re.fullmatch(NAME, rung.name)
            assert rung.width <= size[0]
            names = list(stand_ins(rung.name))
            assert names[0] == rung.name
            assert names[-1] == KEPT
            assert key_in(rung.name) == KEY


def test_a_small_picture_is_never_blown_up():
    assert [rung.width for rung in rungs(KEPT, (600, 400))] == [480, 600]
    assert [rung.width for rung in rungs(KEPT, (40, 20))] == [40]
    assert [rung.width for rung in rungs(KEPT, (2_000, 1_000))] == [480, 800, 1200, 1600]


def test_a_name_that_is_not_ours_has_no_files():
    assert rungs("photos/harbour.jpg", (600, 400)) == []
    assert key_in("photos/harbour.jpg") == ""


@pytest.mark.parametrize(
    "name",
    [
        f"pictures/3f/{KEY}-481.webp",
        f"pictures/3f/{KEY}-card-101x50-400.webp",
        f"pictures/3f/{KEY}-card-50x50-128.webp",
        f"pictures/3f/{KEY}-square-50x50-1600.avif",
        f"pictures/3f/{KEY}.avif",
        f"pictures/3f/{KEY}.webp\n",
        f"pictures/3f/../{KEY}.webp",
    ],
)
def test_an_address_off_the_ladder_leads_to_no_file(name):
    assert list(stand_ins(name)) == []
