"""Results -> one self-contained HTML summary, the answer first.

It opens with no network request: charts are SVG with their fonts as text, there is no script, and
a policy in the page forbids to load anything. What it shows may be published: groups of fewer
than ten people are left out, other counts of people rounded to 5 (`loyalty.report.published`).
"""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from loyalty.language import Translate
from loyalty.outcome import Outcome
from loyalty.outputs import Provenance
from loyalty.problems import Problem
from loyalty.report import customers, ending, gallery, journeys, opening, strategies
from loyalty.report.markup import Markup, element
from loyalty.report.view import View

__all__ = ["summary"]

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
STYLE = Path(__file__).with_name("style.css")
SECTIONS = (
    opening.heading,
    opening.answer,
    opening.figures,
    customers.levels,
    customers.segments,
    customers.months,
    journeys.journey,
    strategies.strategies,
    strategies.assumptions,
    strategies.caveats,
    ending.problems,
    ending.choices,
    ending.made_with,
)


def summary(
    found: Outcome,
    problems: Sequence[Problem],
    source: Provenance,
    _: Translate = str,
    language: str = "en",
) -> str:
    """The summary as one HTML text; equal results give equal texts."""
    bare = View(found, source, problems, _, language)
    view = replace(bare, drawn=gallery.draw(bare))
    title = _("Loyalty summary")
    marks = opening.synthetic(view)
    head = element(
        "head",
        Markup('<meta charset="utf-8">'),
        Markup(f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'),
        Markup('<meta name="viewport" content="width=device-width, initial-scale=1">'),
        Markup(f'<meta name="synthetic" content="{"yes" if marks else "no"}">'),
        element("title", title),
        element("style", Markup(STYLE.read_text(encoding="utf-8"))),
    )
    body = element("body", element("main", *(section(view) for section in SECTIONS)))
    return "<!doctype html>\n" + element("html", head, body, lang=language.replace("_", "-"))
