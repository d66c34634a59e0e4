"""`make bench`: everything, or what is named: messages, tick, digest, start, language, dates."""

import sys

from tests.bench import dates, digest, language, messages, start, tick

BENCHMARKS = {
    "messages": messages.run,
    "tick": tick.run,
    "digest": digest.run,
    "start": start.run,
    "language": language.run,
    "dates": dates.run,
}


def main() -> None:
    """Run the benchmarks named on the command line, or all."""
    for name in sys.argv[1:] or BENCHMARKS:
        print(f"== {name}")
        BENCHMARKS[name]()


main()
