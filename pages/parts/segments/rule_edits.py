"""One edit of the rules is one step of the draft; what is selected is remembered beside it."""

from collections.abc import Callable

from loyalty import labels, rfm, segmentation
from loyalty.charts import theme
from loyalty.study import Rule, Study
from pages import _results as results
from pages import _session as session
from pages._session import _

RULE, PATH = "builder_rule", "builder_path"
Path = tuple[int, ...]


def selected() -> Rule | None:
    """The rule that is being edited: the one clicked last, else the first."""
    rules = session.study().segments
    wanted = session.picked(RULE)
    found = [rule for rule in rules if rule.key == wanted]
    return (found or list(rules[:1]) or [None])[0]


def select(key: str | None) -> None:
    """Callback: edit this rule."""
    session.bind(RULE, key)
    session.bind(PATH, None)


def opened() -> Path | None:
    """Where in the rule the condition stands that is open."""
    return session.picked(PATH)


def open_path(path: Path | None) -> None:
    """Callback: open the condition at a path, or close it."""
    session.bind(PATH, path)


def apply(edit: Callable[[Study], Study], select_key: str | None = None) -> bool:
    """Write one edit into the draft; a refusal is said. Whether it was done."""

    def write() -> bool:
        after = edit(session.study())
        cuts = after.cuts or _cuts_needed(after)
        session.change(segments=after.segments, scheme=after.scheme, cuts=cuts)
        return True

    done = bool(session.attempt(write))
    if done and select_key is not None:
        session.bind(RULE, select_key)
    return done


def _cuts_needed(study: Study) -> dict[str, tuple[float, ...]]:
    """Cuts for ratings that a rule names while the study has none: by quintiles."""
    rated = set(segmentation.columns(study)) & set(rfm.COLUMNS)
    return rfm.independent(results.base().customers) if rated else {}


def shown_names(besides: str | None = None) -> list[str]:
    """The names on the screen, which no other segment may take."""
    keys = [rule.key for rule in session.study().segments]
    return [labels.segment(key, _) for key in keys if key != besides]


def free_name(template: str, name: str = "") -> str:
    """A name no segment has yet: the template with the name and the first free number."""
    taken = {one.casefold() for one in (*shown_names(), *_keys())}
    number = 1
    while template.format(name=name, number=number).casefold() in taken:
        number += 1
    return template.format(name=name, number=number)


def _keys() -> list[str]:
    return [rule.key for rule in session.study().segments]


def words(key: str) -> dict[str, str]:
    """What is shown of a segment besides its name, to be kept when the name changes."""
    study = session.study()
    return {
        "description": labels.meaning(key, study, _),
        "action": labels.action(key, study, _),
        "colour": colour(key),
    }


def colour(key: str) -> str:
    """The colour a segment has on every page."""
    return theme.colour(segmentation.colours(session.study()), key)
