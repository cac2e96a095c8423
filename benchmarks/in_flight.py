"""Whether batch reading keeps a model's server full: pages in flight, counted where they arrive.

    python benchmarks/in_flight.py [--pages 64] [--in-flight 4 8 16] [--latency 6]

A stand-in server on loopback takes its time as a real one does (log-normal around the latency, sigma 0.4).
The pages were read before, so that what is measured is the asking: pictures, HTTP, merging, storing. The mean
in flight is from when as many as allowed had taken off until the last did.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.ingest.flown import measure


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=64)
    parser.add_argument("--in-flight", type=int, nargs="+", default=[4, 8, 16])
    parser.add_argument("--latency", type=float, default=6.0, help="seconds, the median")
    chosen = parser.parse_args()
    print(f"{chosen.pages} pages, median latency {chosen.latency:g} s\n")
    print("| KB_VLM_IN_FLIGHT | mean in flight | highest | pages/s | mean of allowed | processor s a page |")
    print("|---|---|---|---|---|---|")
    for most in chosen.in_flight:
        chance = random.Random(most)
        with tempfile.TemporaryDirectory() as folder:
            found = measure(
                Path(folder),
                pages=chosen.pages,
                most=most,
                latency_s=lambda chance=chance: chosen.latency * chance.lognormvariate(0, 0.4),
            )
        rate, spent = chosen.pages / found.wall_s, found.processor_s / chosen.pages
        counts = f"{found.mean:.2f} | {found.highest} | {rate:.2f} | {found.mean / most:.0%}"
        print(f"| {most} | {counts} | {spent:.2f} |")


if __name__ == "__main__":
    main()
