"""What tests of backups share."""

import pytest

from tests.backup.desk import small_desk


@pytest.fixture
def pictures(transactional_db):
    """A small desk; the names of its pictures."""
    return small_desk()
