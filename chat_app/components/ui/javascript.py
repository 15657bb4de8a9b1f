"""How the JavaScript that lies beside our Python gets into the bundle.

`rx.asset(shared=True)` links a file likewise, but reads the whole call stack each time: 35 ms a call, nine seconds at
every start. Here a folder is linked once, and not at all by a server, which only delivers what was built.
"""

from functools import cache
from pathlib import Path

from reflex_base.environment import environment

_PROJECT = Path(__file__).resolve().parents[3]
_EXTERNAL = _PROJECT / "assets" / "external"


def importable(beside: str, name: str) -> str:
    """What to import to get the JavaScript file `name` in the folder of the module `beside` (its `__file__`).

    All files of the folder are linked together, so they may import each other.
    """
    module = Path(beside).resolve().relative_to(_PROJECT).with_suffix("")
    if not environment.REFLEX_SKIP_COMPILE.get():
        _link_folder(module)
    if not (_PROJECT / module.parent / name).is_file():
        raise FileNotFoundError(f"{module.parent / name} is imported by a component and does not exist")
    return f"$/public/external/{module.as_posix()}/{name}"


@cache
def _link_folder(module: Path) -> None:
    target = _EXTERNAL / module
    target.mkdir(parents=True, exist_ok=True)
    for source in (_PROJECT / module.parent).glob("*.js*"):
        link = target / source.name
        if not link.is_symlink() or link.readlink() != source:
            link.unlink(missing_ok=True)
            link.symlink_to(source)
