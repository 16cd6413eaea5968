"""The readers' side of a library: pages, what they name and tell, and what a run of the checks kept."""

from collections.abc import Iterator

from benchmarks.measures.bulk import load
from benchmarks.measures.library import DAY, Library, Row, author, outlet
from benchmarks.measures.shelves.written import Values, Written, tag_slug
from newsdesk.catalogue.entries import uid_of
from newsdesk.catalogue.models import Moment, Name, Page, Reference, title_key
from newsdesk.live_checks.models import PageCheck
from newsdesk.text.slugs import slug_of

CARRIED = ("kind", "uid", "published_at", "visible_from", "visible_until")
ADDRESS = {"story": "stories", "faq": "questions", "entity": "topics"}


class Catalogue:
    """Writes what readers can open. Stories come first, then questions, then topics."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.first_page = {"story": 1, "faq": 1 + library.number["story"], "entity": 0}
        self.first_page["entity"] = self.first_page["faq"] + library.number["faq"]

    def write(self, kind: str, pages: list[Written]) -> None:
        """Write pages of a kind."""
        rows = [(page, self._page(page)) for page in pages]
        load(Page, (values for _, values in rows))
        load(Reference, (each for row in rows for each in self._references(*row)))
        if kind == "entity":
            load(Name, (self._name(page.row) for page in pages))
        if kind == "story":
            load(PageCheck, (self._check(page.row) for page in pages))
            load(Moment, (each for page in pages for each in self._moments(page)))

    def _page(self, page: Written) -> Values:
        kind, row, data, second = page.kind, page.row, page.data, page.second
        path = f"/{ADDRESS[kind]}/{data['slug']}/"
        gone = second is not None and second[0] == "withdrawal"
        summary = {"story": row.texts[0][:150], "faq": row.texts[0]}.get(kind, row.texts[0][:200])
        return {
            "id": self.page_key(kind, row.n),
            "kind": kind,
            "key": f"{kind}:{row.n + 1}",
            "uid": uid_of(path),
            "path": path,
            "title": row.title,
            "sort_title": row.title.lower(),
            "title_key": title_key(row.title),
            "summary": summary,
            "text": "\n".join(self._texts(kind, row, data)),
            "also": row.title if kind == "story" and second and not gone else "",
            "card": self._card(kind, row),
            "edition": 2 * row.n + (2 if second else 1),
            "number": 2 if second else 1,
            "published_at": row.at,
            "updated_at": second[1] if second else row.at,
            "visible_from": second[1] if second else row.at,
            "visible_until": second[1] if gone and second else None,
            "gone_reason": "We have taken this page down." if gone else "",
        }

    def _texts(self, kind: str, row: Row, data: Values) -> list[str]:
        """Return the texts of a page as its entry joins them."""
        if kind == "entity":
            return ["\n".join(row.texts)]
        if kind == "faq":
            return [row.title, "\n".join(row.texts[1:])]
        middle, told = "\n".join(row.texts[1:-1]), [each["text"] for each in data["timeline"]]
        return [row.texts[0], row.title, middle, row.texts[-1], *told]

    def page_key(self, kind: str, n: int) -> int:
        """Return the primary key of a page in the catalogue."""
        return self.first_page[kind] + n

    def _card(self, kind: str, row: Row) -> Values:
        if kind == "story":
            return {"image": None, "bylines": [author(row.author)[0]]}
        if kind == "faq":
            return {"also_asked_as": []}
        return {"kind": "Organisation", "image": None, "also_known_as": []}

    def _references(self, page: Written, values: Values) -> Iterator[Values]:
        kind, row = page.kind, page.row
        named = [(f"entity:{n + 1}", "") for n in row.topics]
        named += [(f"faq:{n + 1}", "") for n in row.questions]
        named += [(f"tag:{tag_slug(self.library, n)}", self.library.tag(n)) for n in row.tags]
        if kind == "story":
            name, slug = author(row.author)
            named.append((f"author:{slug}", name))
            named += [(f"outlet:{outlet(n)[0]}", outlet(n)[0]) for n in row.outlets]
        carried = {name: values[name] for name in CARRIED}
        for position, (target, label) in enumerate(named):
            yield carried | {
                "page_id": values["id"],
                "target": target,
                "shown": target,
                "label": label,
                "position": position,
            }

    def _check(self, row: Row) -> Values:
        """Return what a run of the checks has kept of a story: every fifth tells of something to come."""
        n, now = row.n, self.library.now
        broken, ahead = n % 500 == 1, n % 5 == 0
        due = (now + DAY * (30 if n % 50 else -3)).date()
        told = [[due.isoformat(), "summary", "This was to come by then; say what happened."]]
        return {
            "page_id": self.page_key("story", n),
            "kind": "story",
            "item": n + 1,
            "broken": int(broken),
            "problems": [["summary", "The story does not say what happened."]] if broken else [],
            "forecasts": told if ahead else [],
            "due_on": due if ahead else None,
            "checked_at": now,
        }

    def _moments(self, page: Written) -> Iterator[Values]:
        row, data = page.row, page.data
        for position, event in enumerate(data["timeline"]):
            yield {
                "page_id": self.page_key("story", row.n),
                "date": event["date"],
                "text": event["text"],
                "anchor": f"event-{event['id']}",
                "position": position,
            }

    def _name(self, row: Row) -> Values:
        page = self.page_key("entity", row.n)
        return {"page_id": page, "slug": slug_of(row.title), "text": row.title}
