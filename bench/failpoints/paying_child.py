"""`python -m bench.failpoints.paying_child URL STRIPE_URL TASK…`: as `child`, for what happens between Stripe and the books."""

from __future__ import annotations

import json
import sys

from bench.failpoints.child import run_in_turn
from bench.failpoints.payments import act

if __name__ == "__main__":
    url, stripe_url, *tasks = sys.argv[1:]
    print(run_in_turn([(json.loads(task)[0], lambda task=task: act(url, stripe_url, task)) for task in tasks]))
