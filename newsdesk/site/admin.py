"""Found by Django's admin: registers the inbox of error reports."""

from newsdesk.site.error_reports import admin as error_reports

__all__ = ["error_reports"]
