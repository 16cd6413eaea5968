"""Rules about sources and pictures that kinds of page share; each yields warnings. Pure."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Protocol

from django.utils.dateformat import format as date_format

from newsdesk.rules.findings import Problem
from newsdesk.text.quote import quoted

# The smallest picture that other sites show large (Facebook's guide for webmasters); smaller ones are
# blurred on any telephone.
SMALLEST = (600, 315)


class DatedSource(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def url(self) -> str: ...
    @property
    def published(self) -> datetime.date | None: ...


class MeasuredImage(Protocol):
    @property
    def width(self) -> int: ...
    @property
    def height(self) -> int: ...


def dated_ahead(
    name: str, sources: Iterable[DatedSource], today: datetime.date
) -> Iterator[Problem]:
    """Warn of sources dated after today: a slip, or an issue dated ahead. `name` is their list."""
    for source in sources:
        for field in ("published", "read_on"):
            day = getattr(source, field, None)
            if day is not None and day > today:
                what = "was published" if field == "published" else "was read"
                message = f"A source {what} on {date_format(day, 'j F Y')}, which is still to come."
                yield Problem(
                    f"{name}:{source.id}.{field}", message, "future-date", day.isoformat()
                )


def with_one_address(name: str, sources: Iterable[DatedSource]) -> Iterator[Problem]:
    """Warn of sources with the address of one before: one of them may be a wrong paste."""
    first: dict[str, str] = {}
    for number, source in enumerate(sources, start=1):
        address = source.url.strip().rstrip("/")
        if not address:
            continue
        if address in first:
            message = (
                f"Sources {first[address]} and {number} have one address: {quoted(source.url, 60)}"
            )
            yield Problem(f"{name}:{source.id}.url", message, "same-address", source.url)
        first.setdefault(address, str(number))


def small_picture(image: MeasuredImage | None) -> Iterator[Problem]:
    """Warn of a picture that is too small to lead a page."""
    if image is None or not image.width or not image.height:
        return
    width, height = SMALLEST
    if image.width < width or image.height < height:
        message = (
            f"The image has {image.width} × {image.height} pixels: it would be blurred. "
            f"Use one of at least {width} × {height}."
        )
        yield Problem("image", message, "small-picture", f"{image.width}x{image.height}")
