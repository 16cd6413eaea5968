"""Cards beside the form of every kind of page, for layers that no kind of page knows of."""

from collections.abc import Callable

from django.http import HttpRequest

from newsdesk.pages.models import WorkingCopy

SideCard = Callable[[HttpRequest, WorkingCopy], dict[str, object] | None]
_side_cards: list[SideCard] = []


def side_card(card: SideCard) -> SideCard:
    """Show `card` beside every form: it returns None, or a dictionary with at least `template`, which the
    template is given as `card`.
    """
    _side_cards.append(card)
    return card


def cards_for(request: HttpRequest, item: WorkingCopy) -> list[dict[str, object]]:
    """Return the cards that have something to say about a page. A query for each that was registered."""
    return [shown for each in _side_cards if (shown := each(request, item))]
