"""The way to the pages of a list before and after, the same under every list of the desk."""

from django.core.paginator import Paginator
from django.http import QueryDict
from django.template.loader import render_to_string
from lxml import html


def pager(number, query=""):
    page = Paginator(range(60_000), 50).get_page(number)
    context = {"page": page, "query": QueryDict(query)}
    return html.fromstring(f"<div>{render_to_string('admin/_other_pages.html', context)}</div>")


def test_links_keep_what_narrows_the_list_and_write_numbers_plain():
    found = pager(1_100, "state=undone&p=1100")
    assert found.xpath("//a/@href") == ["?state=undone&p=1099", "?state=undone&p=1101"]
    assert " ".join(found.text_content().split()) == "Newer 54951 to 55000 of 60000 Older"


def test_nothing_leads_out_of_the_list():
    assert pager(1).xpath("//a/text()") == ["Older"]
    assert pager(1_200).xpath("//a/text()") == ["Newer"]
