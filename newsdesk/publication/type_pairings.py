"""The pairings of type that a publication chooses from. Nothing is fetched: ours, or the reader's own."""

from dataclasses import dataclass

_SYSTEM = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", Arial, sans-serif'
_BOOK = '"Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", "P052", Georgia, serif'
_HUMANIST = '"Gill Sans", "Gill Sans MT", "Trebuchet MS", Candara, "DejaVu Sans", sans-serif'


@dataclass(frozen=True, slots=True)
class Pairing:
    """Families of CSS: of `text`, of labels and menus (`small`), and of headlines. "" is the house's own."""

    label: str
    text: str = ""
    small: str = ""
    headlines: str = ""


PAIRINGS = {
    "serif": Pairing("Source Serif for text and headlines, the reader's own sans for labels"),
    "heads": Pairing("Sans headlines over text in Source Serif", headlines=_SYSTEM),
    "sans": Pairing("The reader's own sans throughout", text=_SYSTEM),
    "book": Pairing(
        "A book face (Palatino, Iowan) with a humanist sans", text=_BOOK, small=_HUMANIST
    ),
}


def pairing(name: str) -> Pairing:
    return PAIRINGS.get(name, PAIRINGS["serif"])
