"""What the publish gate finds: what blocks and what warns, each with a sentence and the field it is about.

The rules themselves are the apps': `stories/rules/`, `faqs/rules.py`, `entities/rules.py`.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

_FILE_NAME = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|heic|bmp)"
    r"|(?:img|dsc[nf]?|image|picture|photo|screenshot|pxl|mvimg)[\s_-]*\d[\d\s_().-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """What else than other words settles a finding: a page of the desk, for who has `permission`."""

    label: str
    address: str
    permission: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding. `field` is where to jump to: "name", "analysis:3f2a9c01.body", "entities:entity:5".

    `code` names the rule; `words` are the words that it is about, as they stand. Together with the
    field they are its identity: a confirmation of one finding does not cover it once its words change.
    `page` is the key of the page that the desk has for those words, "entity:5", where it has one.
    """

    field: str
    message: str
    code: str = ""
    words: str = ""
    remedies: tuple[Remedy, ...] = ()
    page: str = ""

    def __str__(self) -> str:
        return self.message

    @property
    def identity(self) -> str:
        """Sixteen hexadecimal digits that stand for code, field and words, whatever the message."""
        told = "\0".join((self.code, self.field, " ".join(self.words.split())))
        return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Findings:
    """What stands between a page and its readers: what must be mended, and what somebody must look at."""

    blocking: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.blocking or self.warnings)

    def __iter__(self) -> Iterator[Problem]:
        yield from self.blocking
        yield from self.warnings

    def unconfirmed(self, confirmed: Collection[str]) -> tuple[Problem, ...]:
        """Return the warnings whose identity nobody has confirmed."""
        return tuple(each for each in self.warnings if each.identity not in confirmed)


def findings(blocking: Iterable[Problem], warnings: Iterable[Problem] = ()) -> Findings:
    """Return the findings in the order given, each identity once."""
    return Findings(tuple(_once(blocking)), tuple(_once(warnings)))


def _once(problems: Iterable[Problem]) -> Iterable[Problem]:
    return {(problem.identity, problem.message): problem for problem in problems}.values()


class DescribedImage(Protocol):
    @property
    def alt(self) -> str: ...

    @property
    def decorative(self) -> bool: ...


def image_problems(image: DescribedImage | None) -> list[Problem]:
    """Return what is wrong with the text alternative of a picture."""
    if image is None or image.decorative:
        return []
    alt = image.alt.strip()
    if not alt:
        return [
            Problem(
                "image_alt",
                "The image has no alt text, and is not decorative.",
                "image-without-alt",
            )
        ]
    if _FILE_NAME.fullmatch(alt):
        return [
            Problem(
                "image_alt",
                f"The image's alt text is a file name: “{alt}”. Say what it shows.",
                "image-alt-is-file-name",
                alt,
            )
        ]
    return []
