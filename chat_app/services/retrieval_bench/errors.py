"""What can go wrong at the test bench; the sentences are in `i18n/retrieval_bench.toml`."""

from __future__ import annotations

from chat_app.errors import InvalidInputError, LimitReachedError, NotFoundError


class QuestionNotFoundError(NotFoundError):
    default_key = "bench_error.question_not_found"


class RunNotFoundError(NotFoundError):
    default_key = "bench_error.run_not_found"


class QuestionLengthError(InvalidInputError):
    default_key = "bench_error.question_length"


class NothingExpectedError(InvalidInputError):
    default_key = "bench_error.nothing_expected"


class NoQuestionsError(InvalidInputError):
    default_key = "bench_error.no_questions"


class TooManyQuestionsError(LimitReachedError):
    default_key = "bench_error.too_many"
