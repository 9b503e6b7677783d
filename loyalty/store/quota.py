"""How much may be stored, and the refusal that names the limit."""

from dataclasses import dataclass
from pathlib import Path

from loyalty.language import mark
from loyalty.problems import Refused
from loyalty.store.files import size

MEGABYTE = 1_000_000


@dataclass(frozen=True)
class Quota:
    """Limits of a store: bytes of a workspace, workspaces of an owner, bytes of them all."""

    workspace_bytes: int = 2_000 * MEGABYTE
    owner_workspaces: int = 50
    total_bytes: int = 20_000 * MEGABYTE


def require_room(folder: Path, more: int, quota: Quota) -> None:
    """Refuse when `more` bytes would not fit into a workspace folder or into its store."""
    if (held := size(folder)) + more > quota.workspace_bytes:
        raise Refused(
            mark(
                "This workspace would hold {size} MB; {limit} MB are allowed. Remove its earlier "
                "data, or use a new workspace."
            ),
            size=megabytes(held + more),
            limit=megabytes(quota.workspace_bytes),
        )
    require_total(folder.parent, more, quota)


def require_total(root: Path, more: int, quota: Quota) -> None:
    """Refuse when `more` bytes would not fit into the store."""
    if (held := size(root)) + more > quota.total_bytes:
        raise Refused(
            mark(
                "All workspaces together would hold {size} MB; {limit} MB are allowed. Delete "
                "workspaces that are no longer needed."
            ),
            size=megabytes(held + more),
            limit=megabytes(quota.total_bytes),
        )


def require_place(count: int, quota: Quota) -> None:
    """Refuse one more workspace to an owner who has `count`."""
    if count >= quota.owner_workspaces:
        raise Refused(
            mark("You have {count} workspaces; {limit} are allowed. Delete one first."),
            count=count,
            limit=quota.owner_workspaces,
        )


def megabytes(count: int) -> str:
    """Bytes as megabytes, rounded to one decimal."""
    return f"{count / MEGABYTE:,.1f}"
