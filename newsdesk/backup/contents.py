"""Which models a backup holds: all but those of a table, with the reason for each."""

from django.apps import apps
from django.db.models import Model

# What is not kept, by label, and why.
LEFT_OUT = {
    "auth.permission": "Made by migrate; who has which is kept, by their names.",
    "catalogue.generation": "A mark of this database alone, drawn anew by the rows of a restore.",
    "contenttypes.contenttype": "Made by migrate; rows that point to one are kept with its name.",
    "django_tasks_database.dbtaskresult": "Jobs in hand; what they were to make, the periodic ones find.",
    "jobs.periodicrun": "When each periodic job is due: on the other desk, all of them at once.",
    "jobs.worker": "Which processes ran.",
    "mail.message": "Mail that waits or was sent: a copy of a desk writes to nobody.",
    "sessions.session": "A login on the desk that was saved is none on this one.",
    "drafting.presence": "Who had a form open at that minute.",
    "desk_accounts.knownbrowser": "Which browsers signed in to the desk that was saved.",
    "desk_accounts.count": "Wrong passwords and letters of the last minutes, counted.",
}


def models() -> list[type[Model]]:
    """Return the models whose rows are kept, by label: the tables between two models among them."""
    found = [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and not model._meta.proxy and label_of(model) not in LEFT_OUT
    ]
    return sorted(found, key=label_of)


def label_of(model: type[Model]) -> str:
    return model._meta.label_lower
