"""A story that two editors have open."""

import pytest

from stories.documents import AnalysisPart, SourceReport, TimelineEvent
from tests import pages
from tests.desk.screens import signed_in
from tests.people import person

PARTS = tuple(
    AnalysisPart(id=f"aaaa000{n}", heading=heading, body=f"<p>{heading} it is.</p>")
    for n, heading in enumerate(("One", "Two", "Three"), start=1)
)


@pytest.fixture
def ada_user(db):
    return person("Editor", "ada")


@pytest.fixture
def ben_user(db):
    return person("Editor", "ben")


@pytest.fixture
def story(ada_user):
    return pages.story(
        ada_user,
        standfirst="It leaned.",
        tags=("Sea",),
        analysis=PARTS,
        reports=(SourceReport(id="rrrr0001", outlet="The Tide", paraphrase="It reports."),),
        timeline=(TimelineEvent(id="eeee0001", date="2014", text="It sailed."),),
    )


@pytest.fixture
def ada(ada_user):
    return signed_in(ada_user)


@pytest.fixture
def ben(ben_user):
    return signed_in(ben_user)
