"""How a connection to PostgreSQL begins."""

import psycopg
import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_connection_has_its_time_zone_from_the_start():
    """With a statement for it whoever is let in by a pool would wait for a server that hangs behind it."""
    if connection.vendor != "postgresql":
        pytest.skip("of PostgreSQL alone")
    parameters = connection.get_connection_params()
    del parameters["cursor_factory"]
    with psycopg.connect(**parameters) as fresh:
        assert fresh.info.parameter_status("TimeZone") == connection.timezone_name
