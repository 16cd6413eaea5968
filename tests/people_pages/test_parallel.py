"""Two chiefs at once: the desk keeps one, whoever is quicker."""

import threading

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection

from newsdesk.people import deeds
from newsdesk.people.deeds import NotThis

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_chiefs_who_deactivate_each_other_leave_one(grace, hedy):
    start, said = threading.Barrier(2), []

    def shut_out(whom, actor):
        try:
            start.wait(10)
            deeds.deactivate(User.objects.get(pk=whom.pk), actor=User.objects.get(pk=actor.pk))
            said.append("done")
        except (NotThis, PermissionDenied) as error:
            said.append(type(error).__name__)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=shut_out, args=pair) for pair in ((grace, hedy), (hedy, grace))
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert len(said) == 2
    assert said.count("done") == 1
    assert User.objects.filter(is_active=True, groups__name="Desk chief").count() == 1
