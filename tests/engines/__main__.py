"""A command on engines of its own, gone afterwards: `python -m tests.engines COMMAND ...`.

DATABASE_URL names PgBouncer in transaction pooling, CACHE_URL Redis, NEWSDESK_STORAGE_URL moto.
"""

import sys

from tests import postgres, programs
from tests.engines.running import run_on_engines


def main() -> int:
    if reason := programs.missing(*programs.NAMES):
        print(f"Engines left out: {reason}.", file=sys.stderr)
        return postgres.LEFT_OUT
    return postgres.in_order(lambda: run_on_engines(sys.argv[1:]).returncode)


if __name__ == "__main__":
    sys.exit(main())
