"""When a circuit opens, what it lets through, and how soon it is closed again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chat_app import errors
from chat_app.services.routing.breaker import BreakerRules, Circuit, CircuitBreaker, Permit
from chat_app.services.routing.health import ProviderWatch

RULES = BreakerRules()


class FakeClock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


def breaker() -> tuple[CircuitBreaker, FakeClock]:
    clock = FakeClock()
    return CircuitBreaker(RULES, clock), clock


def admitted(circuit: CircuitBreaker) -> Permit:
    permit = circuit.admit()
    assert permit is not None
    return permit


def fail(circuit: CircuitBreaker, times: int = RULES.in_a_row) -> None:
    for _ in range(times):
        admitted(circuit).failed()


class TestOpens:
    def test_after_failures_in_a_row(self):
        circuit, _ = breaker()
        fail(circuit, RULES.in_a_row - 1)
        assert circuit.circuit is Circuit.CLOSED
        fail(circuit, 1)
        assert circuit.circuit is Circuit.OPEN
        assert circuit.admit() is None

    def test_not_while_some_succeed_often_enough(self):
        circuit, _ = breaker()
        for _ in range(50):
            fail(circuit, 1)
            admitted(circuit).succeeded()
            admitted(circuit).succeeded()
        assert circuit.circuit is Circuit.CLOSED

    def test_at_half_of_many(self):
        circuit, _ = breaker()
        for _ in range(RULES.least // 2):
            admitted(circuit).succeeded()
            fail(circuit, 1)
        assert circuit.circuit is Circuit.OPEN

    def test_not_for_failures_of_long_ago(self):
        circuit, clock = breaker()
        for _ in range(RULES.least // 2 - 1):
            fail(circuit, 1)
            admitted(circuit).succeeded()
        clock.time += RULES.window + 1
        fail(circuit, 1)
        assert circuit.circuit is Circuit.CLOSED

    def test_not_for_what_its_people_stopped(self):
        circuit, _ = breaker()
        for _ in range(100):
            admitted(circuit).release()
        assert circuit.circuit is Circuit.CLOSED


class TestHalfOpen:
    def test_lets_one_try_and_refuses_the_others(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += RULES.pause
        assert circuit.circuit is Circuit.HALF_OPEN
        assert circuit.admit() is not None
        assert circuit.admit() is None

    def test_closes_with_the_first_words_of_a_trial(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += RULES.pause
        admitted(circuit).answered()
        assert circuit.circuit is Circuit.CLOSED

    def test_opens_again_when_the_trial_fails(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += RULES.pause
        admitted(circuit).failed()
        assert circuit.circuit is Circuit.OPEN
        assert circuit.opens_in == RULES.pause

    def test_a_trial_that_hangs_keeps_nobody_from_trying(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += RULES.pause
        hanging = admitted(circuit)
        clock.time += RULES.trial
        later = admitted(circuit)
        hanging.failed()
        assert circuit.circuit is Circuit.HALF_OPEN
        later.succeeded()
        assert circuit.circuit is Circuit.CLOSED

    def test_a_trial_that_was_stopped_makes_room(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += RULES.pause
        admitted(circuit).release()
        assert circuit.admit() is not None

    def test_a_check_lets_it_try_at_once(self):
        circuit, clock = breaker()
        fail(circuit)
        clock.time += 1
        circuit.invite()
        assert circuit.circuit is Circuit.HALF_OPEN

    def test_what_began_before_says_nothing(self):
        circuit, _ = breaker()
        early = admitted(circuit)
        fail(circuit)
        early.succeeded()
        assert circuit.circuit is Circuit.OPEN


@given(st.lists(st.tuples(st.sampled_from(["ok", "fail", "stop"]), st.floats(0, 3)), max_size=80))
def test_is_back_within_five_seconds_whatever_happened(story):
    """From the moment on which the provider answers again, a request that comes each second gets through in time."""
    circuit, clock = breaker()
    for what, seconds in story:
        clock.time += seconds
        if permit := circuit.admit():
            {"ok": permit.succeeded, "fail": permit.failed, "stop": permit.release}[what]()
    back = clock.time
    while not ((permit := circuit.admit()) and (permit.succeeded() or circuit.circuit is Circuit.CLOSED)):
        clock.time += 0.25
    assert clock.time - back <= 5


class TestWatch:
    def watch(self) -> ProviderWatch:
        from chat_app.services.kernel.clock import utc_now

        return ProviderWatch(RULES, FakeClock(), utc_now)

    def test_own_mistakes_and_limits_never_open_it(self):
        watch = self.watch()
        for error in (
            errors.UpstreamAuthError(),
            errors.UpstreamInvalidRequestError(),
            errors.UpstreamRefusedError(),
            errors.ContextTooLongError(),
            errors.UpstreamRateLimitError(),
        ) * 20:
            watch.saw_failure(watch.admit("X"), error)
        assert watch.breaker.circuit is Circuit.CLOSED

    def test_a_provider_that_is_down_is_refused_at_once(self):
        watch = self.watch()
        for _ in range(RULES.in_a_row):
            watch.saw_failure(watch.admit("X"), errors.UpstreamTimeoutError())
        health = watch.health()
        assert (health.state, health.problem_key) == ("open", "error.upstream_timeout")
        assert health.open_until is not None
        try:
            watch.admit("X")
        except errors.UpstreamPausedError as error:
            assert not error.retryable
        else:
            raise AssertionError

    def test_tells_how_it_does(self):
        watch = self.watch()
        assert watch.health().state == "unknown"
        permit = watch.admit("X")
        watch.saw_first_word(permit, 300)
        watch.saw_success(permit)
        assert (watch.health().state, watch.health().first_word_ms) == ("ok", 300)
        watch.saw_failure(watch.admit("X"), errors.UpstreamAuthError())
        assert (watch.health().state, watch.health().problem_key) == ("failing", "error.upstream_auth")
        for _ in range(20):
            permit = watch.admit("X")
            watch.saw_first_word(permit, 20_000)
            watch.saw_success(permit)
        assert watch.health().state == "slow"
