"""Workspaces on disk: a folder with a SQLite catalogue and immutable tables for each.

`Store` creates, lists and opens workspaces; a `Workspace` holds the imported tables, the study
with its history, remembered column mappings and exported files. Whatever a call has returned
from is on disk; a call that raises has changed nothing.
"""

from loyalty.store.datasets import Dataset
from loyalty.store.history import Revision, State
from loyalty.store.quota import Quota
from loyalty.store.root import Info, Store
from loyalty.store.workspace import Workspace

__all__ = ["Dataset", "Info", "Quota", "Revision", "State", "Store", "Workspace"]
