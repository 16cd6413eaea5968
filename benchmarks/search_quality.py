"""Does search find what people mean? Queries of all kinds on a small library of our own, by hit@1 and hit@5.

    python benchmarks/search_quality.py          both databases, PostgreSQL where it is installed
    python benchmarks/search_quality.py --list   with each query of the open half that missed

96 pages (`queries/pages.json`, `second_pages.json`) go into the catalogue and are asked for through the
readers' search page, so that whatever stands behind it is measured alike. The answer box counts as the first
result. Half of the queries (`held_back.json`) were written at the same time as `open.json`, and those on the
second pages (`second_held_back.json`) later; neither is looked at while search is being changed. A query is
right at 1 when the first result is one of its `best`, at 5 when one of the
first five is; one without any is right when nothing is found; of a "box" query the answer box must be
that one, or be absent; "kept" words exist, and must not be corrected. Ends with 1 where a bar is missed.
Without the model of the `duplicates` extra the plain questions are left out.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measures.bars import Bar, report  # noqa: E402

QUERIES = Path(__file__).parent / "queries"
PAGES = ("pages", "second_pages")
HALVES = {
    "open": "open",
    "open more": "open_second",
    "held": "held_back",
    "second": "second_held_back",
}
AT_1, AT_5, APART = 0.88, 0.97, 0.02
PATHS = {"story": "stories", "faq": "questions", "entity": "topics"} | {
    "tag": "tags",
    "author": "people",
}
NO_SERVER = 69  # What tests.postgres ends with where there is none.

Found = dict[str, list[dict[str, Any]]]


def answers() -> Found:
    """Return what was found for each query, in the database of this process."""
    import django

    django.setup()
    from django.conf import settings
    from django.test import Client

    from tests.programs.desk import make_tables

    make_tables()
    paths = put_pages()
    client = Client(SERVER_NAME=settings.ALLOWED_HOSTS[0])
    return {
        half: [
            ask(client, row, paths) for row in json.loads((QUERIES / f"{name}.json").read_text())
        ]
        for half, name in HALVES.items()
    }


def put_pages() -> dict[str, str]:
    """Put the pages into the catalogue, the first the newest. Returns the path of each by its id."""
    from datetime import timedelta

    from django.utils import timezone

    from newsdesk.catalogue import write
    from newsdesk.catalogue.entries import Entry, Target
    from newsdesk.catalogue.tags import tag_target
    from newsdesk.text.slugs import slug_of

    paths = {}
    pages = [page for name in PAGES for page in json.loads((QUERIES / f"{name}.json").read_text())]
    for n, page in enumerate(pages, start=1):
        at = timezone.now() - timedelta(days=3 * n)
        key = f"{page['kind']}:{n}"
        paths[page["id"]] = f"/{PATHS[page['kind']]}/{page['id']}/"
        tags = (Target(key=tag_target(tag), label=tag) for tag in page.get("tags", ()))
        authors = (
            Target(key=f"author:{slug_of(name)}", label=name) for name in page.get("authors", ())
        )
        entry = Entry(
            kind=page["kind"],
            key=key,
            path=paths[page["id"]],
            title=page["title"],
            summary=page["summary"],
            text=page["text"],
            also="\n".join(page.get("also", ())),
            card={"bylines": page.get("authors", [])},
            references=(*tags, *authors),
            edition=n,
            number=1,
            published_at=at,
            updated_at=at,
            visible_from=at,
        )
        write.put(key, [entry])
    return paths


def ask(client: Any, row: dict[str, Any], paths: dict[str, str]) -> dict[str, Any]:
    """Return the row with `found`, the paths of the results in order, and whether it is right at 1 and 5."""
    from lxml import html

    answer = client.get(f"/search/?{urlencode({'q': row['query']})}")
    assert answer.status_code == 200, row
    page = html.fromstring(answer.content)
    box = page.xpath('//section[@class="answer-box"]//h2/a/@href')
    results = page.xpath('//ol[starts-with(@class, "results")]//h3/a/@href')
    corrected = bool(page.xpath('//p[@class="meant"]'))
    found = [str(path) for path in (*box, *results)]
    if row["kind"] == "box":
        right = [str(path) for path in box] == ([paths[row["box"]]] if row["box"] else [])
        return row | {"found": found, "at1": right, "at5": right}
    best = {paths.get(each) or listed(each) for each in row["best"]}
    if not best:
        return row | {"found": found, "at1": not found, "at5": not found}
    kept = row["kind"] != "kept" or not corrected
    right_at = [kept and bool(best & set(found[:places])) for places in (1, 5)]
    return row | {"found": found, "at1": right_at[0], "at5": right_at[1]}


def listed(key: str) -> str:
    kind, _, slug = key.partition(":")
    return f"/{PATHS[kind]}/{slug}/"


def in_database(name: str) -> tuple[Found, bool] | None:
    """Return what a process of its own found in a throw-away database, and whether it has the model."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "newsdesk.settings",
            "NEWSDESK_VAR": folder,
            "PYTHONPATH": str(ROOT),
        }
        environment.pop("DATABASE_URL", None)
        command = [sys.executable, __file__, "--here", f"{folder}/found.json"]
        if name == "SQLite":
            environment["DATABASE_URL"] = f"sqlite:///{folder}/search.sqlite3"
        else:
            command = [sys.executable, "-m", "tests.postgres", *command]
        code = subprocess.run(command, env=environment, cwd=ROOT, check=False).returncode
        if code == NO_SERVER:
            return None
        assert code == 0, name
        found, has_model = json.loads(Path(f"{folder}/found.json").read_text())
        return found, has_model


def has_model() -> bool:
    from newsdesk.meaning.model_status import meaning

    return meaning().encoder is not None


def judged(rows: Sequence[dict[str, Any]], *, model: bool) -> list[dict[str, Any]]:
    return [row for row in rows if model or row["kind"] != "question"]


def share(rows: Sequence[dict[str, Any]], at: str) -> float:
    return sum(row[at] for row in rows) / len(rows)


def bars() -> Iterator[Bar]:
    """Print the figures of each half and kind, and yield the bars."""
    shares: dict[str, float] = {}
    for name in ("SQLite", "PostgreSQL"):
        if not (answered := in_database(name)):
            print(f"{name}: not installed, left out")
            continue
        found, model = answered
        halves = {half: judged(rows, model=model) for half, rows in found.items()}
        whole = [row for rows in halves.values() for row in rows]
        print(f"{name}{'' if model else ', without the model: plain questions left out'}")
        for half, rows in halves.items():
            print(
                f"  {half:12}{len(rows):4} queries  {share(rows, 'at1'):.2f} {share(rows, 'at5'):.2f}"
            )
            print_kinds(rows, listed=half.startswith("open") and "--list" in sys.argv)
        shares[name] = share(whole, "at1")
        yield Bar.at_least("search: hit@1", shares[name], AT_1, database=name)
        yield Bar.at_least("search: hit@5", share(whole, "at5"), AT_5, database=name)
    if len(shares) > 1:
        apart = max(shares.values()) - min(shares.values())
        yield Bar.at_most("search: hit@1, databases apart", apart, APART)


def print_kinds(rows: Sequence[dict[str, Any]], *, listed: bool) -> None:
    kinds = defaultdict(list)
    for row in rows:
        kinds[row["kind"]].append(row)
    for kind, some in kinds.items():
        print(f"    {kind:10}{len(some):4} {share(some, 'at1'):.2f} {share(some, 'at5'):.2f}")
        for row in some if listed else ():
            if not row["at1"]:
                right = row.get("best", row.get("box"))
                print(f"      {row['query']!r}: {row['found'][:5]}, not {right}")


def main() -> int:
    if "--here" in sys.argv:
        Path(sys.argv[-1]).write_text(json.dumps([answers(), has_model()]))
        return 0
    return report(list(bars()))


if __name__ == "__main__":
    sys.exit(main())
