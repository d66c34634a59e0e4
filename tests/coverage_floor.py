"""The rooms where nothing may go untested: `python -m tests.coverage_floor`, after a run of pytest with --cov.

Who may do what, what leaves, and what is vouched for: every line and every branch. The exit is 1 where one is missing.
"""

import io
import sys

from coverage import Coverage

FLOOR = ("commands/roles.py", "bot/outbox.py", "store/outbox.py", "store/journal.py")


def main() -> None:
    """Print the coverage of each file, and what is missing."""
    coverage = Coverage()
    coverage.load()
    below = []
    print("\nCovered in full, lines and branches:")
    for path in FLOOR:
        table = io.StringIO()
        covered = coverage.report(include=[path], show_missing=True, skip_covered=False, file=table)
        missing = "" if covered == 100 else f"   missing: {' '.join(_row(table.getvalue(), path)[6:])}"
        print(f"  {path:<22} {covered:6.2f} %{missing}")
        if covered < 100:
            below.append(path)
    if below:
        sys.exit(f"Below 100 %: {', '.join(below)}.")


def _row(table: str, path: str) -> list[str]:
    return next(line.split() for line in table.splitlines() if line.startswith(path))


if __name__ == "__main__":
    main()
