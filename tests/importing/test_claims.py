"""The claims that the reading was tuned on are read as they say; new ones are measured by a benchmark."""

import pytest

from benchmarks.attribution import OWN_FILES, claims_of, measured
from stories.importing.outlet_directory import Directory


def test_the_claims_that_the_reading_was_tuned_on_are_read_as_they_say() -> None:
    known = Directory.of(())

    result = measured(claims_of(OWN_FILES[0], known), known, wrong=False)

    assert result.outlets.wrong == 0
    assert result.outlets.recall >= 0.97
    assert result.reporters.wrong == 0
    assert result.reporters.recall >= 0.9
    assert result.untrue * 20 <= result.warnings


@pytest.mark.parametrize("file", OWN_FILES[1:], ids=lambda file: file.stem)
def test_claims_that_were_written_unseen_keep_to_the_bars(file) -> None:
    known = Directory.of(())

    result = measured(claims_of(file, known), known, wrong=False)

    assert result.outlets.precision >= 0.98
    assert result.outlets.recall >= 0.95
    assert result.reporters.recall >= 0.9
    assert result.untrue * 10 <= result.warnings


def test_a_claim_is_compared_by_what_the_register_knows(tmp_path) -> None:
    file = tmp_path / "claims.tsv"
    file.write_text(
        "text\toutlets\treporters\n"
        "The NYT reports a leak.\tNew York Times\t\n"
        "NASA reports a leak.\tNASA\tAnn Lee\n",
        encoding="utf-8",
    )
    known = Directory.of(())

    result = measured(claims_of(file, known), known, wrong=True)

    assert (result.outlets.right, result.outlets.wanted) == (1, 2)
    assert (result.reporters.right, result.reporters.wanted) == (0, 1)
    assert result.untrue == 1
