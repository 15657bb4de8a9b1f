"""Checklist 45: whatever a request holds, no route breaks, and every answer is as the OpenAPI document says.

`FUZZ_CASES=10000` asks for more cases than `make test` has time for.
"""

from __future__ import annotations

import itertools
import os
import traceback
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import FlakyStrategyDefinition, Unsatisfiable
from schemathesis.generation.modes import GenerationMode
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from chat_app.api.app import create_api
from chat_app.api.csp import ContentPolicy
from chat_app.api.security import SecurityWrapper
from chat_app.container import override_services
from chat_app.settings import Settings
from chat_app.wiring import build_services
from tests.databases import empty_postgres
from tests.fakes.app_server import serving
from tests.security.objects import Belongings

CASES = int(os.environ.get("FUZZ_CASES", "500"))
OWNER = "00000000-0000-7000-8000-000000000001"
CHECKS = [schemathesis.checks.not_a_server_error, response_schema_conformance, content_type_conformance, status_code_conformance]
SCHEMA = schemathesis.openapi.from_dict(create_api().openapi())
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations()]


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, postgres_database: str) -> Iterator[tuple[str, Belongings]]:
    """The API as the owner on this machine uses it, on PostgreSQL, which is the stricter one; with one object of each kind."""
    empty_postgres(postgres_database)
    parts = build_services(Settings(data_dir=tmp_path_factory.mktemp("fuzz"), database_url=postgres_database))
    belongings = Belongings(OWNER)
    site = SecurityWrapper(create_api(), parts.settings, ContentPolicy(()))
    with override_services(base=parts), serving(site, at_end=parts.knowledge.close) as port:
        address = f"http://127.0.0.1:{port}"
        requests.get(f"{address}/api/v1/me", headers={"Host": "localhost:3000"}, timeout=60)
        parts.db.write_now(belongings.write)
        yield address, belongings
    parts.db.close()


@pytest.mark.timeout(180 + CASES // 5)
def test_no_request_breaks_a_route(served: tuple[str, Belongings], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chat_app.services.kernel.rates.TokenBuckets.take", lambda self, key: True)
    address, belongings = served
    seen: Counter[int] = Counter()
    failures: dict[str, str] = {}
    each = -(-CASES * 2 // (len(OPERATIONS) * 3))
    for operation, mode in itertools.product(OPERATIONS, (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)):
        try:
            _attack(operation, mode, each, address, belongings, seen)
        except Unsatisfiable:
            continue  # there is no wrong way to ask for this
        except FlakyStrategyDefinition:
            continue  # Schemathesis' own strategy contradicts itself; the cases before it were sent
        except (Exception, BaseExceptionGroup) as error:  # noqa: BLE001  (collected, so that one run names them all)
            failures[f"{operation.method.upper()} {operation.path} ({mode.value})"] = _told(error)
    print(sum(seen.values()), "cases:", dict(sorted(seen.items())))
    assert not failures, "\n\n".join(f"{name}: {why}" for name, why in failures.items())
    assert sum(seen.values()) >= CASES
    assert seen[200] + seen[201] + seen[204] > 50


def _told(error: BaseException) -> str:
    """What went wrong, and behind what Hypothesis makes of it the first cause."""
    inner = error
    while isinstance(inner, BaseExceptionGroup):
        inner = inner.exceptions[0]
    return "".join(traceback.format_exception_only(error))[:800] + "".join(traceback.format_exception_only(inner))[-700:]


def _attack(operation: Any, mode: GenerationMode, count: int, address: str, belongings: Belongings, seen: Counter[int]) -> None:
    turns = itertools.count()

    @settings(
        max_examples=count, deadline=None, database=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def attack(case: Any) -> None:
        # Every other case finds an object, or nothing behind the ids would ever run.
        if next(turns) % 2:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = belongings.id_for(name) or case.path_parameters[name]
        answer = case.call(base_url=address, headers={"Host": "localhost:3000"}, timeout=60)
        seen[answer.status_code] += 1
        case.validate_response(answer, checks=CHECKS[:1] if case.method == "HEAD" else CHECKS)

    attack()
