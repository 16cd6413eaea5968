#!/usr/bin/env python
"""Django's command-line entry point. What a timer runs and what fails there is in the log."""

import logging
import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, execute_from_command_line

    watched = sys.stderr.isatty()  # Somebody reads it as Django writes it.
    logger = logging.getLogger("newsdesk.commands")
    name = sys.argv[1] if len(sys.argv) > 1 else "manage.py"
    try:
        execute_from_command_line(sys.argv)
    except SystemExit as end:
        # Django has said why, on a line of its own, and ends so.
        if isinstance(end.__context__, CommandError) and not watched:
            logger.error("%s failed: %s", name, end.__context__)
        raise
    except ImproperlyConfigured as error:  # A setting, and its sentence says which.
        if watched:
            sys.exit(str(error))
        logger.error("%s failed: %s", name, error)
        sys.exit(1)
    except Exception:
        if watched:
            raise
        logger.exception("%s failed", name)
        sys.exit(1)


if __name__ == "__main__":
    main()
