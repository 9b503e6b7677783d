"""The only file that touches session state, caches and query params.

The URL carries the workspace id, the language, the open section and what was chosen for viewing
it; everything else is read from the workspace at each run, so F5, a second tab and a restart show
the same work. Big results are cached once per
dataset and choice, shared by all sessions of a workspace, and never changed in place.
"""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st
from altair.typing import ChartType

from loyalty import engine
from loyalty.language import LANGUAGES, Translate, choose, translator
from loyalty.problems import Conflict, LoyaltyError, NotFound
from loyalty.store import Dataset, State, Store, Workspace
from loyalty.store.merge import changed
from loyalty.study import Study

IN_LINK = ("w", "lang", "view")
PRESENTED = "present"  # the choice of a view to be shown alone on the screen
OF_PAGE = {"scenario": "strategies"}  # choices that hold for all sections of a page
LINKED, LONGEST = 8, 200  # choices of a view in a link, letters of one
OWNER_COOKIE = "loyalty_owner"
CACHED = {"show_spinner": False, "max_entries": 16}


# Language


def language() -> str:
    """The language of this session: chosen, from the link, or the browser's."""
    known = st.session_state.get("language")
    if known is None:
        asked = st.query_params.get("lang")
        known = asked if asked in LANGUAGES else choose(st.context.locale)
        st.session_state["language"] = known
    return known


def set_language(code: str) -> None:
    """Switch the language; every choice stays."""
    if code in LANGUAGES:
        st.session_state["language"] = code


def _(text: str) -> str:
    """The text in this session's language."""
    return translator(language())(text)


def translation() -> Translate:
    """`_` for work outside the page's run, such as a download, where no session is at hand."""
    return translator(language())


# Workspace


def home() -> Path:
    """The folder of all workspaces."""
    return Path(os.environ.get("LOYALTY_LAB_HOME", Path(__file__).parent.parent / ".workspaces"))


@st.cache_resource
def store() -> Store:
    """All workspaces of this server."""
    return Store(home())


def owner() -> str:
    """This browser, by its cookie; a session of its own where there is none."""
    cookie = st.context.cookies.get(OWNER_COOKIE)
    return cookie or st.session_state.setdefault("owner", os.urandom(16).hex())


def workspace() -> Workspace | None:
    """The workspace of the link, opened once per run; None when none is open."""
    wanted, opened = st.session_state.get("workspace"), st.session_state.get("opened")
    if not wanted or (opened and opened.id == wanted):
        return opened if wanted else None
    try:
        st.session_state["opened"] = store().open(wanted)
        return st.session_state["opened"]
    except NotFound as error:
        st.session_state["notice"] = error
        open_workspace(None)
        return None


def open_workspace(workspace_id: str | None) -> None:
    """Show this workspace from the next run on; None closes it."""
    st.session_state["workspace"] = workspace_id
    st.session_state.pop("dataset", None)
    st.session_state["linked"] = {}
    give_way()
    write_link()


def delete_workspace(workspace_id: str) -> None:
    """Delete a workspace of this browser, from the disk and from the caches."""

    def delete() -> None:
        store().delete(workspace_id, owner())
        _cached.clear()
        if st.session_state.get("workspace") == workspace_id:
            open_workspace(None)

    attempt(delete)


def read_link() -> None:
    """Take the workspace from the URL when the page was opened by a link."""
    asked = st.query_params.get("w")
    if asked and asked != st.session_state.get("workspace"):
        st.session_state["workspace"] = asked
        give_way()
    st.session_state.setdefault("view", st.query_params.get("view"))
    if "linked" not in st.session_state:
        others = {key: value for key, value in st.query_params.items() if key not in IN_LINK}
        st.session_state["linked"] = {}
        for key, value in list(others.items())[:LINKED]:
            _note_linked(key, value[:LONGEST])


def linked(key: str, default: str = "") -> str:
    """What the link says of a viewing choice of the open section: anything, so check it."""
    return _noted(_place(key)).get(key, default)


def link(key: str, value: str) -> None:
    """Let the link keep a viewing choice of the open section, so that F5 does; "" takes it out.

    Those in `OF_PAGE` stay when another section of their page is opened. Keys of segments or
    schemes, days and flags only: never a customer id.
    """
    _note_linked(key, value)
    write_link()


def _note_linked(key: str, value: str) -> None:
    place = _place(key)
    st.session_state["linked"][place] = _noted(place) | {key: value}


def _place(key: str) -> str:
    """The page or the view that a choice belongs to."""
    return OF_PAGE.get(key) or st.session_state.get("view") or ""


def _noted(place: str) -> dict[str, str]:
    return st.session_state.get("linked", {}).get(place, {})


def presenting(page: str) -> bool:
    """Whether the open view is one of this page and fills the screen, without the frame."""
    open_page = (st.session_state.get("view") or "").partition(".")[0]
    return open_page == page and bool(linked(PRESENTED))


def present(wanted: bool) -> None:
    """Let the open view fill the screen from the next run on, or give it its frame back."""
    link(PRESENTED, "1" if wanted else "")


def open_page(page: str) -> None:
    """Note which page is shown, and keep its choices in the URL."""
    st.session_state["page"] = page
    write_link()


def write_link() -> None:
    """Keep the workspace, the language and the choices of the open page and view in the URL."""
    view, page = st.session_state.get("view"), st.session_state.get("page", "")
    wanted = {"w": st.session_state.get("workspace"), "lang": language(), "view": view}
    wanted = _noted(page) | _noted(view or "") | wanted
    wanted = {key: value for key, value in wanted.items() if value}
    if dict(st.query_params) != wanted:
        st.query_params.from_dict(wanted)


def section(page: str, keys: tuple[str, ...]) -> str:
    """The section of a page that is open: as chosen, as the link says, else the first."""
    open_page, _dot, key = (st.session_state.get("view") or "").partition(".")
    return key if open_page == page and key in keys else keys[0]


def open_section(page: str, key: str) -> None:
    """Show this section of a page, and let the link say so."""
    st.session_state["view"] = f"{page}.{key}"
    write_link()


def say(error: LoyaltyError) -> None:
    """Show a refusal at the top of the next run; nothing was changed."""
    st.session_state["notice"] = error
    st.session_state["refusals"] = refusals() + 1


def refusals() -> int:
    """How often something was refused: a widget of this key shows again what holds."""
    return st.session_state.get("refusals", 0)


def pop_notice() -> LoyaltyError | None:
    """The refusal to show, once."""
    notice = st.session_state.pop("notice", None)
    st.session_state["noticed"] = notice is not None
    return notice


# Study


def look() -> State | None:
    """Read the study at the start of a run; edits are merged against what was seen here."""
    for read_before in ("opened", "dataset"):
        st.session_state.pop(read_before, None)
    found = workspace()
    st.session_state["seen"] = found.state() if found else None
    return st.session_state["seen"]


def state() -> State | None:
    """The study as this run sees it: draft, saved definition and history."""
    return st.session_state["seen"] if "seen" in st.session_state else look()


def study() -> Study | None:
    """The draft; None before data are loaded."""
    found = state()
    return found.draft if found else None


def change(**choices: Any) -> None:
    """Write choices into the draft at once; a conflict is said and changes nothing."""
    seen = state()
    if seen and seen.draft:
        _edit(seen, seen.draft.change(**choices))


def insist() -> None:
    """Write the choices that a conflict kept out, over what the other tab chose."""
    if kept := st.session_state.get("kept_out"):
        seen, wanted, _conflict = kept
        _edit(seen, wanted, insist=True)


def give_way() -> None:
    """Drop the choices that a conflict kept out."""
    st.session_state.pop("kept_out", None)


def conflict() -> Conflict | None:
    """The conflict that keeps choices out, until the user insists, gives way or chooses anew."""
    kept = st.session_state.get("kept_out")
    return kept[2] if kept else None


def _edit(seen: State, wanted: Study, insist: bool = False) -> None:
    found, pending = workspace(), conflict()
    if (
        pending
        and not insist
        and set(pending.values["settings"]) & set(changed(seen.draft, wanted))
    ):
        # The next key press on a slider is no decision about what the other tab chose.
        st.session_state["kept_out"] = seen, wanted, pending
        return
    give_way()

    def merge() -> None:
        try:
            found.merge(seen.draft, wanted, seen.version, insist)
        except Conflict as error:
            if "settings" not in error.values:
                raise
            st.session_state["kept_out"] = seen, wanted, error

    if found:
        attempt(merge)


def save() -> None:
    """Make the draft the definition that movement is measured against."""
    _step(Workspace.save)


def undo() -> None:
    """Take the draft one step back."""
    _step(Workspace.undo)


def redo() -> None:
    """Take the draft one undone step forward."""
    _step(Workspace.redo)


def acknowledge() -> None:
    """The user has read that the catalogue was restored."""
    if found := workspace():
        attempt(found.acknowledge)


def _step(step: Callable[[Workspace, int], State]) -> None:
    seen, found = state(), workspace()
    if found and seen:
        attempt(lambda: step(found, seen.version))


def attempt(action: Callable[[], Any]) -> Any:
    """Do something in the store; a refusal is said at the top of the page, and None returned."""
    try:
        return action()
    except LoyaltyError as error:
        say(error)
        return None
    finally:
        look()


def bind(key: str, value: Any) -> str:
    """Let the widget `key` show `value` in this run: the draft decides, not the widget."""
    st.session_state[key] = value
    return key


def chosen(key: str) -> Any:
    """What the user just chose in the widget `key`; for callbacks."""
    return st.session_state[key]


def _frame_shows() -> tuple[Any, ...]:
    seen = state()
    flags = (seen.can_undo, seen.can_redo, seen.undoes, seen.redoes, seen.dirty) if seen else ()
    # A notice that is shown goes with the next accepted change.
    told_at = seen.version if seen and st.session_state.get("noticed") else None
    told = "notice" in st.session_state
    return *flags, conflict() is not None, told, told_at, linked(PRESENTED)


def frame_is_drawn() -> None:
    """Note what the frame around the page says."""
    st.session_state["frame"] = _frame_shows()


def keep_frame_fresh() -> None:
    """First line of every fragment: a choice that the frame must tell of reruns the whole page."""
    if st.session_state.get("frame") != _frame_shows():
        st.rerun()


# Data


def dataset() -> Dataset | None:
    """The tables of the workspace, looked up once per run; None before data are loaded."""
    found = workspace()
    if found and "dataset" not in st.session_state:
        st.session_state["dataset"] = found.dataset()
    return st.session_state["dataset"] if found else None


def tables() -> dict[str, Any]:
    """The lazy tables of the workspace, on a hardened connection of their own."""
    found = dataset()
    return engine.open_tables(found.tables) if found else {}


def cached(name: str, build: Callable[[], Any], *parts: Any) -> Any:
    """`build()` once per workspace, dataset, name and parts of the study.

    Parts are plain data (numbers, texts, pydantic models or dicts of them), never frames.
    """
    found = dataset()
    owned = [st.session_state["workspace"], found.id if found else "", name, parts]
    return _cached(json.dumps(plain(owned), sort_keys=True, default=str), build)


@st.cache_resource(**CACHED | {"max_entries": 64})
def _cached(key: str, _build: Callable[[], Any]) -> Any:
    """One text as the key: Streamlit takes as long for each part of a key as for all of it."""
    return _build()


def plain(part: Any) -> Any:
    """A part of the study as plain data for a cache key."""
    if hasattr(part, "model_dump"):
        return part.model_dump(mode="json")
    if isinstance(part, Mapping):
        return {str(key): plain(value) for key, value in part.items()}
    return [plain(one) for one in part] if isinstance(part, (list, tuple)) else part


# Uploads


def upload_key() -> str:
    """The key of the uploader; `clear_uploads` changes it, which empties the uploader."""
    return f"upload_{st.session_state.get('uploads', 0)}"


def clear_uploads() -> None:
    """Forget the uploaded files and all that was chosen for them."""
    st.session_state["uploads"] = st.session_state.get("uploads", 0) + 1
    for name in ("memo", "file_choices"):
        st.session_state.pop(name, None)


def file_choices(file_id: str) -> dict[str, Any]:
    """What was chosen for an uploaded file, by option."""
    return st.session_state.setdefault("file_choices", {}).setdefault(file_id, {})


def choose_for_file(file_id: str, option: str, key: str) -> None:
    """Callback: take what the widget `key` holds for an option of a file; None takes it back."""
    file_choices(file_id)[option] = chosen(key)
    if option in ("table", "sheet", "header", "encoding", "delimiter"):
        forget_mapping(file_id)


def forget_mapping(file_id: str) -> None:
    """Callback: match the columns of a file anew."""
    file_choices(file_id).pop("mapping", None)


def choose_column(file_id: str, field: str, key: str) -> None:
    """Callback: take the column that the widget `key` holds for a field of a file."""
    before = file_choices(file_id).get("mapping") or {}
    kept = {column: taken for column, taken in before.items() if taken != field}
    column = chosen(key)
    file_choices(file_id)["mapping"] = kept | ({column: field} if column else {}) or None


def choose_rates(file_id: str, keys: Mapping[str, str]) -> None:
    """Callback: take the rate of each currency from its widget."""
    file_choices(file_id)["rates"] = {code: chosen(key) for code, key in keys.items()}


def picked(key: str) -> Any:
    """What a widget that may not be drawn yet holds; None before it was used."""
    return st.session_state.get(key)


def once(key: str, build: Callable[[], Any]) -> Any:
    """`build()` once in this session per key; small results only, the last forty stay."""
    memo = st.session_state.setdefault("memo", {})
    if key not in memo:
        memo[key] = build()
        while len(memo) > 40:
            memo.pop(next(iter(memo)))
    return memo[key]


# Charts


def chart(
    draw: Callable[..., ChartType], frame: pd.DataFrame, key: str, alt: str, **options: Any
) -> Any:
    """Show ``draw(frame, _, **options)``: built by Altair once per options and language.

    Only the data may differ between runs with equal options; whatever else a chart needs to know
    of the data (its title, its order) is an option.
    """
    spec = _drawn(draw, frame, options)
    return st.vega_lite_chart(frame, spec, key=key, alt=alt, width="stretch")


def pick_chart(
    draw: Callable[..., ChartType],
    frame: pd.DataFrame,
    key: str,
    alt: str,
    on_pick: Callable[[dict[str, Any]], None],
    height: int | None = None,
    **options: Any,
) -> None:
    """Show a chart as `chart` does; a click calls `on_pick` with the fields of the point clicked.

    The chart has a point selection called "pick". A pick stays in the chart of its `key`: where
    the same point is to be picked again, what it set belongs into the key. `height` in pixels
    replaces that of the chart, where it follows the data.
    """

    def take() -> None:
        points = st.session_state[key]["selection"].get("pick")
        if points:
            on_pick(points[0])

    spec = _drawn(draw, frame, options)
    st.vega_lite_chart(
        frame,
        spec | {"height": height} if height else spec,
        key=key,
        alt=alt,
        width="stretch",
        on_select=take,
        selection_mode="pick",
    )


def _drawn(
    draw: Callable[..., ChartType], frame: pd.DataFrame, options: Mapping[str, Any]
) -> dict[str, Any]:
    key_of_draw = f"{draw.__module__}.{draw.__name__}"
    return _spec(key_of_draw, language(), plain_key(options), lambda: draw(frame, _, **options))


@st.cache_resource(show_spinner=False, max_entries=256)
def _spec(name: str, lang: str, key: str, _draw: Callable[[], ChartType]) -> dict[str, Any]:
    spec = _draw().to_dict(validate=False, format="vega-lite")  # the tests validate every chart
    return {part: spec[part] for part in spec if part not in ("data", "datasets", "$schema")}


def plain_key(options: Mapping[str, Any]) -> str:
    """Options as text for a cache key."""
    return json.dumps(plain(options), sort_keys=True, default=str)


# Files


def file_name(name: str, ending: str) -> str:
    """A file name no other export has: a name shared by two users could give one the other's.

    Invented data say so in the name.
    """
    found = dataset()
    label = "synthetic-" if found and found.meta.get("synthetic") else ""
    return f"loyalty-lab-{label}{name}-{os.urandom(4).hex()}.{ending}"
