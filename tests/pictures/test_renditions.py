"""Files of the ladder are made whole or not at all, once, and only from a picture that is kept."""

import errno
import io

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from newsdesk.images import renditions
from newsdesk.images.ladder import rungs
from newsdesk.images.storage import WholeFiles
from newsdesk.images.uploads import store
from tests.pages import picture


@pytest.fixture
def kept():
    """A picture of two halves: the left one red, the right one blue."""
    halves = Image.new("RGB", (1_300, 650), "red")
    halves.paste("blue", (650, 0, 1_300, 650))
    out = io.BytesIO()
    halves.save(out, "PNG")
    return store(io.BytesIO(out.getvalue()))


def test_every_file_of_the_ladder_is_made_with_the_size_it_is_said_to_have(kept):
    size = (kept.width, kept.height)
    made = renditions.complete(kept.name, size)
    assert len(made) == len(set(made)) == 20
    for kind in ("avif", "webp"):
        for shape in ("", "card", "square"):
            for rung in rungs(kept.name, size, shape=shape, kind=kind):
                with default_storage.open(rung.name) as file, Image.open(file) as image:
                    assert image.format == kind.upper()
                    assert image.size == (rung.width, rung.height)


def test_what_is_there_is_not_made_again(kept):
    size = (kept.width, kept.height)
    renditions.complete(kept.name, size, kinds=("webp",))
    made = renditions.complete(kept.name, size)
    assert made
    assert all(name.endswith(".avif") for name in made)
    assert renditions.complete(kept.name, size) == []


@pytest.mark.parametrize(("focus", "colour"), [((10, 50), "red"), ((90, 50), "blue")])
def test_a_square_is_cut_around_the_focal_point(kept, focus, colour):
    size = (kept.width, kept.height)
    renditions.complete(kept.name, size, focus, shapes=("square",), kinds=("webp",))
    (first, *_) = rungs(kept.name, size, shape="square", focus=focus)
    with default_storage.open(first.name) as file, Image.open(file) as image:
        red, _, blue = image.convert("RGB").resize((1, 1)).getpixel((0, 0))
    assert (red > 200) is (colour == "red")
    assert (blue > 200) is (colour == "blue")


def test_a_picture_that_is_gone_is_called_lost():
    with pytest.raises(renditions.Lost):
        renditions.complete(f"pictures/00/{'0' * 32}.webp", (800, 600))


def test_a_lost_picture_does_not_disturb_publishing(caplog):
    image = {"name": f"pictures/00/{'0' * 32}.webp", "width": 800, "height": 600}
    renditions.complete_published(("", "card"), image)
    assert "No renditions" in caplog.text


def test_forgetting_a_picture_takes_its_renditions_along(kept):
    other = store(picture())
    made = renditions.complete(kept.name, (kept.width, kept.height))
    renditions.forget(kept.name)
    assert not any(default_storage.exists(name) for name in (kept.name, *made))
    assert default_storage.exists(other.name)


class TooMuch(ContentFile):
    """Content of which the first part finds room on the disk and the second does not."""

    def chunks(self, chunk_size=None):
        yield b"x" * 100_000
        raise OSError(errno.ENOSPC, "No space left on device")


def test_a_full_disk_leaves_no_half_file(tmp_path):
    storage = WholeFiles(location=tmp_path)
    with pytest.raises(OSError, match="No space"):
        storage.save("pictures/aa/half.webp", TooMuch(b"x"))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_file_has_its_name_only_when_it_is_whole(tmp_path):
    storage = WholeFiles(location=tmp_path)
    name = storage.save("pictures/aa/whole.webp", ContentFile(b"x" * 100_000))
    assert (tmp_path / name).stat().st_size == 100_000
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["whole.webp"]
