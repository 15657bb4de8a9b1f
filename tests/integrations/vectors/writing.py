"""A process that changes an index until it is killed: `python -m tests.integrations.vectors.writing <folder> <seed> [acts]`.

It says on a line of its own what is confirmed: "+<document>" when five passages of a document are in the index, "-<document>" when they are not.
"""

from __future__ import annotations

import asyncio
import random
import sys
import uuid
from pathlib import Path

from chat_app.integrations.vectors.edge_indexes import EdgeIndexes
from tests.integrations.vectors.points import DIMENSIONS, point

PASSAGES = 5


def passages(document: str, seed: str) -> list:
    """The same ones whenever they are asked for, so that putting them twice must not double them."""
    ids = [str(uuid.uuid5(uuid.NAMESPACE_OID, f"{seed} {document} {number}")) for number in range(PASSAGES)]
    return [point(number, document, id=name) for number, name in enumerate(ids)]


async def main(folder: Path, seed: str, acts: int) -> None:
    index = await EdgeIndexes(folder).open("killed", DIMENSIONS)
    await index.noted()
    print("open", flush=True)
    choice, kept = random.Random(seed), []
    others: set[asyncio.Task] = set()
    for number in range(acts):
        document = f"{seed}-{number}"
        await index.put(passages(document, seed))
        print(f"+{document}", flush=True)
        kept.append(document)
        act = choice.random()
        if act < 0.3:
            gone = kept.pop(choice.randrange(len(kept)))
            print(f"?{gone}", flush=True)
            await index.drop_documents([gone])
            print(f"-{gone}", flush=True)
        elif act < 0.4:
            await index.flush()
        elif act < 0.6 and not others:
            task = asyncio.create_task(index.settle() if act < 0.5 else index.optimize())
            others.add(task)
            task.add_done_callback(others.discard)


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 10**9))
