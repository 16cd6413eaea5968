"""Sites of other systems and tables, taken in: what becomes of each row, twice, stopped, and as it was."""

import csv
import io
import zipfile
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from entities.models.draft import Entity
from entities.models.outlet import Outlet
from faqs.models.draft import Faq
from faqs.workflow import FAQ
from newsdesk.exchange import run as runs
from newsdesk.exchange import texts
from newsdesk.exchange.models import ImportRun, OutsideText
from newsdesk.exchange.run import Options, begin, perform, summary
from newsdesk.intake import sites
from newsdesk.intake.tables import cell
from newsdesk.pages.models import Edition
from newsdesk.redirects.models import Redirect
from stories.models.author import Author
from stories.models.draft import Story
from stories.workflow import STORY
from tests import pages, release
from tests.people import person

CASES = Path(__file__).parent / "cases"
INTAKE = Path(__file__).parents[1] / "intake" / "cases"
WORDPRESS, GHOST = INTAKE / "32-wordpress.xml", INTAKE / "33-ghost.json"
FAQS, REDIRECTS = CASES / "31-faqs.csv", CASES / "34-redirects.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief():
    return person("Desk chief")


def taken(path, chief, **options):
    """Take a file in; return the run."""
    run = begin(Path(path).name, Path(path), Options(**options), actor=chief)
    return perform(run, Path(path))


def results(run):
    return [(row.number, row.result) for row in run.rows.all()]


def table(tmp_path, text, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


# WordPress and Ghost


def test_a_wordpress_export_becomes_drafts_with_their_authors_tags_and_addresses(chief):
    run = taken(WORDPRESS, chief)
    assert results(run) == [(1, "created"), (2, "left out"), (3, "refused")]
    story = Story.objects.get()
    document = STORY.document_of(story)
    assert story.headline == "Ferry hits the only fuel pier at Halden"
    assert story.slug == "halden-ferry"
    assert document.tags == ("Ports",)
    assert [byline.name for byline in document.bylines] == ["Nora Vik"]
    assert {report.url for report in document.reports} >= {"https://www.aftenposten.no/a/123"}
    assert story.latest_edition() is None
    old = Redirect.objects.get()
    assert (old.old, old.key) == ("/2026/03/halden-ferry/", story.key)
    assert "heading of an explainer" in run.rows.get(number=3).message


def test_a_ghost_export_becomes_drafts_and_its_internal_tags_stay_behind(chief):
    run = taken(GHOST, chief)
    assert results(run) == [(1, "created")]
    assert STORY.document_of(Story.objects.get()).tags == ("Ports",)
    assert OutsideText.objects.get().outside == "ghost:5d1c7c1e-0000-4000-8000-000000000001"


@pytest.mark.parametrize("path", [WORDPRESS, GHOST, FAQS])
def test_a_second_run_changes_nothing_and_says_so(path, chief):
    taken(path, chief)
    before = [(kind, kind.objects.count()) for kind in (Story, Faq, Entity, Redirect, Outlet)]
    digests = list(Story.objects.values_list("digest", flat=True))
    again = taken(path, chief)
    assert [(kind, kind.objects.count()) for kind, _ in before] == before
    assert list(Story.objects.values_list("digest", flat=True)) == digests
    assert not {"created", "updated"} & {result for _, result in results(again)}
    assert summary(again).endswith("Nothing was changed.")


def test_a_text_that_was_changed_there_is_brought_up_to_date(chief, tmp_path):
    taken(WORDPRESS, chief)
    changed = WORDPRESS.read_text().replace("Nobody died", "Nobody was killed")
    run = taken(table(tmp_path, changed, "again.xml"), chief)
    assert (1, "updated") in results(run)
    assert "Nobody was killed" in Story.objects.get().summary


def test_a_dry_run_writes_nothing_and_tells_of_each_row(chief):
    for path in (WORDPRESS, GHOST, FAQS, REDIRECTS):
        run = taken(path, chief, dry=True)
        assert "would do" in {result for _, result in results(run)}
        assert summary(run).startswith("Nothing was written.")
    assert not Story.objects.exists()
    assert not Faq.objects.exists()
    assert not Entity.objects.exists()
    assert not Redirect.objects.exists()
    assert not OutsideText.objects.exists()


def test_a_run_that_was_stopped_says_what_is_done_and_goes_on_behind_it(
    chief, tmp_path, monkeypatch
):
    path = _many(tmp_path, 4)
    usual, seen = texts.create_drafts, []

    def stopping(*args, **kwargs):
        seen.append(args)
        if len(seen) == 3:
            raise KeyboardInterrupt
        return usual(*args, **kwargs)

    monkeypatch.setattr(texts, "create_drafts", stopping)
    run = begin("site.xml", path, Options(), actor=chief)
    with pytest.raises(KeyboardInterrupt):
        perform(run, path)
    run.refresh_from_db()
    assert run.state == run.State.STOPPED
    assert summary(run).startswith("Stopped. 2 of 4 rows: 2 created.")
    assert Story.objects.count() == 2
    monkeypatch.setattr(texts, "create_drafts", usual)
    again = taken(path, chief)
    assert [result for _, result in results(again)] == ["unchanged"] * 2 + ["created"] * 2
    assert Story.objects.count() == 4


def _many(tmp_path, count):
    """Return a WordPress export of the same explainer under several titles and addresses."""
    whole = WORDPRESS.read_text()
    start, end = whole.index("<item>"), whole.index("</item>") + len("</item>")
    one = whole[start:end]
    items = [
        one.replace("halden-ferry", f"ferry-{n}")
        .replace("Ferry hits", f"Ferry number {n} hits")
        .replace("<wp:post_id>17", f"<wp:post_id>{n}")
        for n in range(count)
    ]
    return table(tmp_path, whole[:start] + "".join(items) + "</channel></rss>", "site.xml")


# As it was


def test_what_was_published_appears_as_of_then_and_the_checks_are_told(chief, tmp_path):
    run = taken(GHOST, chief, as_it_was=True)
    message = run.rows.get().message
    story = Story.objects.get()
    assert story.latest_edition() or "Not published:" in message
    page = _clean(tmp_path)
    run = taken(page, chief, as_it_was=True)
    message = run.rows.get(number=1).message
    assert "Published as of 04 March 2026." in message, message
    shown = Story.objects.get(slug="clean").latest_edition()
    assert (shown.kind, shown.visible_from.date().isoformat()) == (Edition.Kind.FIRST, "2026-03-04")
    assert Client().get("/stories/clean/").status_code == 200
    assert Client().get("/2026/03/clean/")["Location"] == "/stories/clean/"


def _clean(tmp_path):
    """Return a WordPress export of an explainer that the checks let through."""
    whole = (
        WORDPRESS.read_text().replace("halden-ferry/", "clean/").replace("halden-ferry<", "clean<")
    )
    start = whole.index("<h2>Go deeper")
    end = whole.index("]]></content:encoded>", start)
    whole = whole[:start] + whole[end:]
    return table(tmp_path, whole.replace("<wp:post_id>17", "<wp:post_id>18"), "clean.xml")


def test_what_the_checks_do_not_let_through_stays_a_draft(chief, tmp_path):
    text = _clean(tmp_path).read_text().replace("<dc:creator>nora</dc:creator>", "")
    run = taken(table(tmp_path, text, "nobody.xml"), chief, as_it_was=True)
    assert "Not published:" in run.rows.get(number=1).message
    assert Story.objects.get(slug="clean").latest_edition() is None
    assert Client().get("/2026/03/clean/").status_code == 404


def test_only_chiefs_take_sites_in():
    for role in ("Reporter", "Editor", "Moderator"):
        with pytest.raises(PermissionDenied):
            begin("x", GHOST, Options(), actor=person(role))
    with pytest.raises(CommandError, match="which desk chief"):
        call_command("import_site", str(GHOST), as_it_was=True)


def test_readers_know_nothing_of_what_is_a_draft(chief):
    taken(WORDPRESS, chief)
    client = Client()
    assert client.get("/2026/03/halden-ferry/").status_code == 404
    assert client.get("/stories/halden-ferry/").status_code == 404


# Tables


def test_questions_become_faqs_once_each_with_their_answers_and_topics(chief):
    run = taken(FAQS, chief)
    assert results(run) == [(1, "created"), (2, "created"), (3, "created"), (4, "left out")]
    assert "in row 1 already" in run.rows.get(number=4).message
    first = FAQ.document_of(Faq.objects.get(question__startswith="Is fuel"))
    assert [answer.question for answer in first.answers] == ["What happens if it runs out?"]
    assert sorted(Entity.objects.values_list("name", flat=True)) == ["Halden", "Moss"]
    assert len(first.entities) == 2
    odd = Faq.objects.get(question__startswith="=")
    assert odd.question == '=HYPERLINK("https://x.example")'
    assert cell(odd.question) == f"'{odd.question}"


@pytest.mark.parametrize(
    ("text", "model", "names"),
    [
        ("name;kind;description;aliases\nMoss;place;A port.;Moss town\n", Entity, ["Moss"]),
        (
            "name,domains,owner\nThe Pier Post,pierpost.example,Pier Ltd\n",
            Outlet,
            ["The Pier Post"],
        ),
        ("name\tslug\trole\nNora Vik\tnora\tEditor\n", Author, ["Nora Vik"]),
        ('[{"name": "Moss", "kind": "place"}]', Entity, ["Moss"]),
    ],
)
def test_topics_outlets_and_authors_come_in_as_tables(text, model, names, chief, tmp_path):
    path = table(tmp_path, text)
    run = taken(path, chief)
    assert [result for _, result in results(run)] == ["created"]
    assert list(model.objects.values_list("name", flat=True)) == names
    assert [result for _, result in results(taken(path, chief))] == ["unchanged"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_table_is_read_in_whatever_encoding_it_has(encoding, chief, tmp_path):
    text = "question,intro\n“Où est l’île de Groix?”,Déjà vu – ici.\n" * 1
    run = taken(table(tmp_path, text.encode(encoding)), chief)
    assert [result for _, result in results(run)] == ["created"], run.told
    assert "Groix" in Faq.objects.get().question
    assert "Déjà vu – ici." in Faq.objects.get().intro


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "name its columns"),
        (b"question,intro\n" + b"a" * 200_000 + b",x\n", "cannot be read"),
        (b"question\nWhy?,one,too,many\n", "more cells"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 200, "not text"),
        (b"colour,weight\nred,3\n", "do not say"),
        (b'[{"question": "Why?"}, 5]', "no list of rows"),
        (b"[" * 5_000 + b"]" * 5_000, "too deeply"),
    ],
)
def test_what_is_no_table_is_refused_with_a_sentence(data, said, chief, tmp_path):
    run = taken(table(tmp_path, data), chief)
    assert run.state == run.State.FAILED
    assert said in " ".join(run.told)
    assert not Faq.objects.exists()


def test_a_nul_in_a_cell_leaves_the_cell_and_not_the_table(chief, tmp_path):
    text = "question,intro\nWhy\x00 so?,Because\n"
    run = taken(table(tmp_path, text), chief)
    assert run.state in (run.State.DONE, run.State.FAILED)
    assert not any("\x00" in each for each in Faq.objects.values_list("question", flat=True))


def test_the_report_of_each_row_is_a_table_that_no_spreadsheet_runs(chief, tmp_path):
    report = tmp_path / "report.csv"
    call_command("import_site", str(FAQS), report=str(report), verbosity=0, stdout=io.StringIO())
    rows = list(csv.reader(io.StringIO(report.read_text(encoding="utf-8"))))
    assert rows[0] == ["file", "row", "result", "name", "message", "page"]
    assert rows[3][3] == '\'=HYPERLINK("https://x.example")'


# Hostile exports


@pytest.mark.parametrize(
    "data",
    [
        b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        b'<rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item><title>&a;</title></item>'
        b"</channel></rss>",
        b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel>'
        + b"<a>" * 5_000,
        b'<?xml version="1.0"?><rss xmlns:wp="http://wordpress.org/export/1.2/"><channel><item>',
    ],
)
def test_a_hostile_export_is_refused_with_a_sentence(data, chief, tmp_path):
    run = taken(table(tmp_path, data, "x.xml"), chief)
    assert run.state == run.State.FAILED
    assert len(run.told) == 1
    assert run.told[0].endswith(".")
    assert not Story.objects.exists()


def test_a_text_that_takes_too_long_is_left_out_and_the_next_is_read(chief, tmp_path, monkeypatch):
    real = sites._process

    def hanging(file, skip):
        process = real(file, skip)
        if skip < 2:
            process.send_signal(sites.signal.SIGPROF)
        return process

    monkeypatch.setattr(sites, "_process", hanging)
    found = list(sites.texts(_many(tmp_path, 3)))
    assert [text.number for text in found] == [1, 2, 3]
    assert "too long" in found[0].reason
    assert found[2].document is not None


def test_many_texts_are_read_one_at_a_time(tmp_path):
    """The first is there before the last has been read."""
    reading = sites.texts(_many(tmp_path, 300))
    first = next(reading)
    assert first.number == 1
    reading.close()


def test_an_export_with_a_forged_text_is_refused_whole(transactional_db, chief, tmp_path):
    release.publish(pages.story(chief), actor=chief)
    call_command("export_site", str(tmp_path / "out"), verbosity=0, stdout=io.StringIO())
    lines = (
        (tmp_path / "out/site.jsonl")
        .read_text()
        .replace("<p>It turned at noon.</p>", "<p onclick='x()'>It turned.</p><script>x()</script>")
    )
    forged = tmp_path / "forged"
    forged.mkdir()
    new = "00000000-0000-4000-8000-00000000000"
    for number, uid in enumerate(Story.objects.values_list("uid", flat=True)):
        lines = lines.replace(str(uid), f"{new}{number}")
    (forged / "site.jsonl").write_text(lines.replace("the-ferry-turns", "forged"))
    run = taken(forged, chief, as_it_was=True)
    assert run.state == run.State.FAILED
    assert "Nothing was taken in." in run.told[0]
    assert Story.objects.count() == 1


def test_a_zip_that_is_a_bomb_is_refused_before_it_is_unpacked(chief, tmp_path):
    packed = tmp_path / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("site.jsonl", b'{"form":1,"kind":"newsdesk"}' + b" " * 30_000_000)
    run = taken(packed, chief)
    assert run.state == run.State.FAILED
    assert run.told[0].endswith(".")


def test_a_zip_of_a_desk_is_taken_in_as_drafts(transactional_db, chief, tmp_path):
    release.publish(pages.story(chief), actor=chief)
    call_command("export_site", str(tmp_path / "out"), verbosity=0, stdout=io.StringIO())
    uid = str(Story.objects.get().uid)
    lines = (tmp_path / "out/site.jsonl").read_text()
    packed = tmp_path / "desk.zip"
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("site.jsonl", lines.replace(uid, "00000000-0000-4000-8000-000000000001"))
    run = taken(packed, chief)
    assert run.state == run.State.DONE, run.told
    made = Story.objects.get(uid="00000000-0000-4000-8000-000000000001")
    assert made.slug == "the-ferry-turns-2"
    assert made.latest_edition() is None
    assert ImportRun.objects.latest("pk").rows.filter(result="created").count() == 1
    assert runs.totals(run)["created"] == 1
