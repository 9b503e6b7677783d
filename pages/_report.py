"""The files of the Report page, made when their button is pressed.

A download is made outside the page's run, where there is no session: each function here takes what
it needs from the session now and returns the maker of the file.
"""

from collections.abc import Callable

from loyalty import adoption, analysis, engine, exports, outputs, report
from loyalty.language import mark
from loyalty.outcome import customer_table, outcome
from loyalty.outputs import Provenance
from loyalty.problems import Refused
from loyalty.study import from_json
from pages import _results as results
from pages import _session as session
from pages._session import _


def customers_csv() -> Callable[[], bytes]:
    """Customers with scores and segments, for spreadsheets."""
    found, study = results.base(), session.study()
    return lambda: exports.spreadsheet(customer_table(analysis.results(found, study)))


def customers_parquet() -> Callable[[], bytes]:
    """The same for systems; invented data say so in the metadata."""
    found, study, invented = results.base(), session.study(), source().synthetic
    return lambda: outputs.customers_parquet(
        customer_table(analysis.results(found, study)), invented
    )


def problems_csv() -> Callable[[], bytes]:
    """The findings about the files, in this language."""
    problems, told = session.dataset().problems, session.translation()
    return lambda: exports.spreadsheet(outputs.problem_table(problems, told))


def study_json() -> Callable[[], bytes]:
    """The draft."""
    study = session.study()
    return lambda: study.to_json().encode()


def summary() -> Callable[[], str]:
    """The HTML summary of the draft, in this language."""
    data, study, found = session.dataset(), session.study(), results.base()
    origin, language, told = source(), session.language(), session.translation()

    def make() -> str:
        whole = outcome(engine.open_tables(data.tables), study, found)
        return report.summary(whole, data.problems, origin, told, language)

    return make


def source() -> Provenance:
    """Where the data come from, as the import noted it."""
    meta = session.dataset().meta
    return Provenance(
        name=_(meta.get("source") or session.workspace().name),
        rows=meta.get("rows"),
        currency=meta.get("currency"),
        synthetic=bool(meta.get("synthetic")),
    )


def adopt(text: bytes) -> bool:
    """Make the study of a file the draft, in one step that undo takes back; whether it is."""
    given = from_json(text)
    found = results.base(given)
    if found.customers.empty:
        raise Refused(
            mark("No row of these data is dated on or before {day}, the day of the study."),
            day=given.as_of,
        )
    adopted = adoption.adopt(given, found, session.tables())
    session.change(**adopted.model_dump())
    return session.study() == adopted
