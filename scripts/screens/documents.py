"""Documents for the pictures: a flat, a garden, and a file that could not be read."""

from __future__ import annotations

import time

import httpx

from scripts.screens.desk import Desk

LEASE = """# Lease agreement

## 1 Rented rooms
Three rooms, kitchen, bath and a cellar of nine square metres at Gartenstr. 12, second floor.

## 2 Rent
The rent is 940 € a month and is due on the third working day. Heating and water are settled once a year.

## 3 Notice
Tenants give notice three months before the end of a month. Notice is given in writing and signed by all tenants.

## 4 Deposit
The deposit is 2,400 € and is paid back within six months of moving out.
"""
FILES: dict[str, bytes] = {
    "Lease agreement.md": LEASE.encode(),
    "House rules.txt": b"Quiet hours are from 10 pm to 6 am. Bicycles stand in the yard and not in the hall.",
    "Heating costs 2025.csv": b"month,kWh,euro\nJanuary,912,118.56\nFebruary,804,104.52\nMarch,655,85.15\n",
    "Garden plan.html": b"<html><body><h1>Garden plan</h1><p>Beans behind the shed, bees by the hedge.</p></body></html>",
    "Scan of the handover.pdf": b"%PDF-1.4 cut off",
}


def add_documents(desk: Desk) -> None:
    """Take them in, once, and wait until they are read."""
    with httpx.Client(base_url=f"{desk.url}/api/v1", timeout=60) as api:
        if api.get("/documents").raise_for_status().json()["items"]:
            return
        api.post("/documents", files=[("files", file) for file in FILES.items()]).raise_for_status()
        while {"waiting", "working"} & set(api.get("/documents").json()["standing"]["counts"]):
            time.sleep(0.2)
