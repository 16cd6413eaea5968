"""App configuration: what notices are about, and what runs by the clock."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "newsdesk.notifications"
    label = "notices"

    def ready(self) -> None:
        from newsdesk.jobs.job import job_failed
        from newsdesk.notifications.jobs import tell_of_failed_job

        job_failed.connect(tell_of_failed_job, dispatch_uid="notices-failed-job")
