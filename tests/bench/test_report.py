"""Figures and the tables made of them."""

from __future__ import annotations

import json

import pytest

from bench import figures
from bench.report import document, tables


@pytest.fixture
def results(tmp_path, monkeypatch):
    monkeypatch.setattr(figures, "RESULTS", tmp_path)
    return tmp_path


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 2.5), (0.99, 3.97), (1, 4)])
def test_percentile_interpolates(share, expected):
    assert figures.percentile([4, 1, 3, 2], share) == pytest.approx(expected)


def test_median_row_adds_errors_up():
    rows = [{"ms": 1, "errors": 0, "name": "a"}, {"ms": 9, "errors": 2, "name": "b"}, {"ms": 2, "errors": 1, "name": "c"}]
    assert figures.median_row(rows) == {"runs": 3, "ms": 2, "errors": 3, "name": "a"}


def test_what_was_never_measured_has_no_verdict(results):
    assert "| ok |" not in tables.limits_table()
    assert "missed" not in tables.limits_table()


def test_a_limit_that_is_missed_is_said(results):
    (results / "startup.json").write_text(json.dumps({"first_page_s": 4.01, "idle_pss_mib": 100}))
    lines = tables.limits_table().splitlines()
    assert "**missed**" in next(line for line in lines if "second start" in line)
    assert "| ok |" in next(line for line in lines if "idle memory" in line)


def test_a_document_without_its_marks_is_left_alone(results, tmp_path, monkeypatch):
    path = tmp_path / "performance.md"
    path.write_text("Nothing here.")
    monkeypatch.setattr(document, "DOCUMENT", path)
    with pytest.raises(RuntimeError, match="marks"):
        document.write()
    assert path.read_text() == "Nothing here."


def test_only_what_is_between_the_marks_changes(results, tmp_path, monkeypatch):
    path = tmp_path / "performance.md"
    path.write_text(f"Before.\n{document.BEGIN}\nformer figures\n{document.END}\nAfter.\n")
    monkeypatch.setattr(document, "DOCUMENT", path)
    document.write()
    text = path.read_text()
    assert text.startswith("Before.\n")
    assert text.endswith("\nAfter.\n")
    assert "former figures" not in text
    assert "second start" in text
