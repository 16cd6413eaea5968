"""Pairs as the queue shows them: both sides, word by word, what was said before, what the keys do."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib.auth.models import User

from faqs.duplicate_review import decisions, grounds, opinions
from faqs.duplicate_review.findings import name_of
from faqs.duplicate_review.reasons import reasons
from faqs.duplicate_review.screens import MOST_FAQS, address
from faqs.duplicate_review.sides import Side, best_of, rows_of, sides_of_pairs, topic_names
from faqs.duplicates.questions import question_of
from faqs.models.duplicate_review import DuplicatePair
from faqs.models.moderation import SecondOpinion

Card = dict[str, object]

# Pairs of one cluster that are read to name its members.
READ = 500


def cards_of(pairs: Sequence[DuplicatePair], *, reader: User) -> list[Card]:
    """Return what `_card.html` shows of each pair. Queries as in `sides_of`, two more, and one a cluster."""
    sides = sides_of_pairs([(pair.left_id, pair.right_id) for pair in pairs])
    names = topic_names(side for both in sides for side in both)
    clusters, asked = _clusters(pairs), opinions.asked_of(pairs)
    # What one key gives; the reason in the field is given by `d`.
    presets = list(enumerate(reasons(), start=1))
    return [
        _card(pair, *both, names=names, members=clusters.get(pair.cluster, set()), reader=reader)
        | {"reasons": presets, **_turn(asked.get(pair.pk), reader)}
        for pair, both in zip(pairs, sides, strict=True)
    ]


def _turn(opinion: SecondOpinion | None, reader: User) -> Card:
    """Return the second opinion that a pair waits for, and whether it is somebody else's turn."""
    others = opinion is not None and not opinions.is_for(opinion, reader)
    return {"opinion": opinion, "others_turn": others, "user": reader}


def _card(
    pair: DuplicatePair,
    left: Side,
    right: Side,
    *,
    names: dict[str, str],
    members: set[int],
    reader: User,
) -> Card:
    better = best_of((left, right))
    own = [pair.left_id, pair.right_id]
    cluster = [*own, *sorted(members - set(own))][:MOST_FAQS]
    differences = [d["words"] for d in pair.signals["differences"] if not d["harmless"]]
    said = "; ".join(differences)
    return {
        "pair": pair,
        "left": left,
        "right": right,
        "rows": rows_of(left, right, names),
        "left_stays": better is left,
        "right_stays": better is right,
        "both": [{"name": "Left", "side": left}, {"name": "Right", "side": right}],
        "seen": decisions.seen(pair),
        "proposal": pair.signals["proposal"],
        "reason": f"Differs in {said}." if said else "They ask different things.",
        "sum": [{**each, "amount": each["value"] * each["weight"]} for each in pair.signals["sum"]],
        "before": _before(pair, left, right, reader),
        "merge_address": merge_address(own),
        "cluster": cluster if len(cluster) > 2 else [],
        "cluster_address": cluster_address(cluster),
    }


def merge_address(keys: Sequence[int]) -> str:
    """Return where these are merged; of too many for one page, the first ones."""
    return f"{address('merge')}?{urlencode([('faq', key) for key in keys[:MOST_FAQS]])}"


def cluster_address(keys: Sequence[int]) -> str:
    """Return where these are decided on together; of too many for one page, the first ones."""
    return f"{address('cluster')}?{urlencode([('faq', key) for key in keys[:MOST_FAQS]])}"


def _before(pair: DuplicatePair, left: Side, right: Side, reader: User) -> dict[str, object] | None:
    """Return what was decided before, and what has changed since; None where nothing was."""
    verdict = pair.woken
    if verdict is None:
        return None
    questions = [question_of(name_of(side.faq.pk), side.document) for side in (left, right)]
    return {
        "who": "You" if verdict.actor_id == reader.pk else str(verdict.actor),
        "said": DuplicatePair.State(verdict.verdict).label.lower(),
        "at": verdict.at,
        "reason": verdict.reason.rstrip(". "),
        "changes": grounds.changes(verdict, *questions) or ["one of the two texts was changed"],
        "guards": verdict.verdict == DuplicatePair.State.DIFFERENT,
    }


def _clusters(pairs: Sequence[DuplicatePair]) -> dict[int | None, set[int]]:
    """Return the questions that hang together with each pair, by cluster. One query a cluster."""
    found: dict[int | None, set[int]] = {}
    for cluster in {pair.cluster for pair in pairs if pair.cluster is not None}:
        rows = DuplicatePair.objects.filter(cluster=cluster).order_by("pk")
        sides = rows.values_list("left", "right")[:READ]
        found[cluster] = {key for both in sides for key in both}
    return found
