"""`python -m bench.upstream [port]`: the fake upstream alone, to point any application at."""

from __future__ import annotations

import sys

from bench.upstream.server import run

run(int(sys.argv[1]) if len(sys.argv) > 1 else 9100)
