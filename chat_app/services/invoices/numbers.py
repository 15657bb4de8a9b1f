"""Numbers of invoices: consecutive in a series of each year, without gaps (§ 14 Abs. 4 Nr. 4 UStG)."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session

from chat_app.services.invoices import queries


@dataclass(frozen=True, slots=True)
class Numbered:
    """A place in a series, and how it is written."""

    series: str
    place: int

    @property
    def number(self) -> str:
        """Such as "R-2026-00001"; from 100,000 on with more digits."""
        return f"{self.series}-{self.place:05d}"


def take_number(session: Session, prefix: str, year: int) -> Numbered:
    """The next number. Whoever asks at the same time waits until this transaction ends, and takes over the number if it fails."""
    series = f"{prefix}-{year}"
    return Numbered(series, queries.next_place(session, series))
