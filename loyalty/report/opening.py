"""The first screen of the summary: what it is about, the answer, the key figures."""

import pandas as pd

from loyalty import labels
from loyalty.journey import findings
from loyalty.language import Translate, sentences
from loyalty.report.markup import Markup, element, html
from loyalty.report.strategies import answer as strategy_answer
from loyalty.report.view import View


def heading(view: View) -> Markup:
    """Where the figures come from and which day they describe; invented data say so."""
    _ = view.translate
    line = _("{source}, as of {day}").format(source=view.source.name, day=view.day())
    return html(element("p", line, class_="source"), synthetic(view))


def synthetic(view: View) -> Markup:
    """The label of invented data; nothing for real ones."""
    _ = view.translate
    if not view.source.synthetic:
        return Markup("")
    return element(
        "p",
        _("Synthetic data: no customer, order or answer in this summary is real."),
        class_="synthetic",
    )


def answer(view: View) -> Markup:
    """The answer: who is active, what is weak, who brings the money, what it would bring to act."""
    told = [_weakest(view), _best_segment(view), *journey_sentences(view), strategy_answer(view)]
    return html(
        element("h1", _active(view)),
        *(element("p", one, class_="answer") for one in told if one),
    )


def journey_sentences(view: View) -> list[str]:
    """What the journey says, from figures that may be published."""
    _ = view.translate
    rows, path = view.journey(), view.path()
    known = rows[rows["customers"].notna()]
    feeling = findings.feeling_sentence(known[known["feeling"].notna()], _)
    repeated = len(path) and path["reached"].notna().iloc[0]
    return [findings.path_sentence(path, _) if repeated else "", _drop(known, _), feeling]


def _drop(rows: pd.DataFrame, _: Translate) -> str:
    """Where most customers are lost; empty when nobody surely is, or only orders tell."""
    told = rows[rows["beyond"].notna()]
    orders = rows.loc[rows["customers"] > 0, "stage"].isin(["purchase", "repurchase"])
    if orders.all() or findings.largest_drop(told) is None:
        return ""
    return sentences([findings.drop_sentence(told, _), findings.share_sentence(told, _)], _)


def figures(view: View) -> Markup:
    """The key figures with what each counts."""
    _ = view.translate
    numbers = view.glance()
    shown = (
        (_("Customers"), view.people(numbers.customers), _("everybody in any table")),
        (_("With an order"), view.people(numbers.buyers), _("returns alone are no order")),
        (_("Orders"), view.people(numbers.orders), _("returns and cancellations left out")),
        (_("Spend"), view.compact(numbers.spend), _("returns subtracted")),
        (
            _("Mean loyalty index"),
            view.number(numbers.index, 1),
            _("0 to 100, over {count} customers with enough data").format(
                count=view.people(numbers.scored)
            ),
        ),
    )
    tiles = [
        element("div", element("dt", name), element("dd", value), element("p", note))
        for name, value, note in shown
    ]
    note = _("Counts of people and orders are rounded to 5; groups of fewer than ten are left out.")
    return html(element("dl", *tiles, class_="figures"), element("p", note, class_="source"))


def _active(view: View) -> str:
    _ = view.translate
    numbers = view.glance()
    people, active = numbers.customers, numbers.active
    return _("{active} of {customers} customers are active ({share}).").format(
        active=view.people(active),
        customers=view.people(people),
        share=view.percent(view.rounded(active) / max(1.0, view.rounded(people))),
    )


def _weakest(view: View) -> str:
    _ = view.translate
    numbers, study = view.glance(), view.found.study
    line = _("As of {day}: active means an order within the last {days} days.").format(
        day=view.day(), days=study.active_days
    )
    if not numbers.weakest:
        return line
    weakest = _("The weakest family of indicators is {family} ({score} of 100).").format(
        family=labels.family(numbers.weakest, _).lower(),
        score=view.number(numbers.families[numbers.weakest]),
    )
    return sentences([line, weakest], _)


def _best_segment(view: View) -> str:
    _ = view.translate
    known = view.segments()
    known = known[known["spend_share"].notna() & known["customers"].notna()]
    if known.empty:
        return ""
    best = known.iloc[known["spend_share"].argmax()]
    return _("{segment}: {share} of customers, {spend} of all spend so far.").format(
        segment=best["label"],
        share=view.percent(best["share"]),
        spend=view.percent(best["spend_share"]),
    )
