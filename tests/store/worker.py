"""What the fault tests run in a process of its own: ``python -m store.worker TASK ROOT ID``."""

import os
import resource
import sys
from datetime import date
from itertools import count
from pathlib import Path

from loyalty.problems import Conflict, LoyaltyError
from loyalty.store import Store, Workspace
from loyalty.study import Study

STUDY = Study(as_of=date(2024, 1, 1))


def save_for_ever(workspace: Workspace) -> None:
    """Change, save, import and export; print each number once it is acknowledged."""
    incoming = workspace.folder.parent.parent / "incoming.parquet"
    for number in count(1):
        state = workspace.state()
        study = STUDY.change(active_days=number % 30_000 + 1, thresholds={"n": number})
        workspace.save(workspace.change(study, state.version).version)
        incoming.write_bytes(b"%d " % number * 20_000)
        dataset = workspace.import_tables({"orders": incoming})
        export = workspace.add_export("n.csv", b"%d " % number * 20_000)
        print(number, dataset, export.stem, flush=True)


def edit_a_hundred_times(workspace: Workspace) -> None:
    """Add one to the same setting a hundred times, looking again after each conflict."""
    done = 0
    while done < 100:
        state = workspace.state()
        total = state.draft.thresholds["total"] + 1
        try:
            workspace.change(state.draft.change(thresholds={"total": total}), state.version)
            done += 1
        except Conflict:
            continue


def fill_the_disk(workspace: Workspace) -> None:
    """Work under a limit on the size of files until it refuses; then without it again."""
    state = workspace.state()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    incoming = workspace.folder.parent.parent / "incoming.parquet"
    incoming.write_bytes(bytes(3_000_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    refused = [
        _refusal(lambda: workspace.import_tables({"orders": incoming})),
        _refusal(lambda: workspace.add_export("a.csv", bytes(3_000_000))),
        _refusal(lambda: _change_until_full(workspace)),
        _refusal(lambda: workspace.remember("x", {"x": "y" * 200_000})),
    ]
    kept = workspace.state()
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    workspace.change(kept.draft.change(active_days=7), kept.version)
    workspace.import_tables({"orders": incoming})
    print(refused, state.saved == kept.saved, workspace.verify(), flush=True)


def _change_until_full(workspace: Workspace) -> None:
    for number in count(1):
        state = workspace.state()
        workspace.change(state.draft.change(thresholds={"total": number}), state.version)
        print("changed", number, flush=True)


def look_without_writing(workspace: Workspace) -> None:
    """Read everything and try to write in a folder that refuses writing."""
    if not os.getuid():  # root obeys no mode
        os.setuid(65534)
    state, dataset = workspace.state(), workspace.dataset()
    refused = [
        _refusal(lambda: workspace.change(state.draft.change(active_days=7), state.version)),
        _refusal(lambda: workspace.import_tables(dict(dataset.tables))),
        _refusal(lambda: workspace.add_export("a.csv", b"1")),
    ]
    refused.append(_refusal(lambda: Store(workspace.folder.parent).create("ann", "More")))
    listed = Store(workspace.folder.parent).list("ann")
    print(refused, len(listed), state == workspace.state(), list(dataset.tables), flush=True)


def _refusal(action) -> str:
    try:
        action()
    except LoyaltyError as error:
        return type(error).__name__ + ": " + error.sentence().split(".")[0]
    return "done"


if __name__ == "__main__":
    task, root, id = sys.argv[1:]
    globals()[task](Store(Path(root)).open(id))
