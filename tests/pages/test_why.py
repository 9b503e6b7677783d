"""Why is this customer here, and why not there: each statement against the tables."""

from datetime import timedelta

import pytest
from pages.conftest import base_of, fill, small_orders
from tables import open_literal, orders

from loyalty import analysis, labels, segmentation
from loyalty.segmentation import edits
from loyalty.study import Group, Rule

NAMED = {"champions": "Champions", "loyal": "Loyal", "potential_loyal": "Potential loyalists"}


@pytest.fixture
def why(opened):
    opened.query_params["view"] = "segments.why"
    opened.session_state["view"] = "segments.why"
    opened.switch_page("segments.py").run()
    assert not opened.exception, opened.exception[0].message
    return opened


def look_for(app, customer):
    app.text_input(key="why_id").set_value(customer).run()
    assert not app.exception, app.exception[0].message
    return app


def said(app) -> str:
    """Everything in headings and texts, as people read it."""
    parts = [
        one.value for kind in ("subheader", "markdown", "caption") for one in getattr(app, kind)
    ]
    return "\n".join(parts).replace("\\", "").replace("\N{NO-BREAK SPACE}", " ")


def target(app):
    return next(one for one in app.pills if one.key and one.key.startswith("why_target"))


def use(workspace, *rules, **choices):
    draft = workspace.state().draft.change(scheme="own", segments=rules, **choices)
    workspace.change(draft, workspace.state().version)


def test_the_answer_names_the_facts_and_the_limits(why, workspace):
    study = workspace.state().draft
    customers = base_of(workspace).customers
    codes = segmentation.codes(customers, study)
    place = next(n for n, rule in enumerate(study.segments) if rule.key == "potential_loyal")
    row = int((codes == place).argmax())
    one = customers.iloc[row]
    text = said(look_for(why, one["customer_id"]))
    recency, orders_ = int(one["recency_days"]), int(one["order_count"])
    assert (
        f"Customer {one['customer_id']} is in “Potential loyalists”: last order {recency} days ago"
        f" (rule: ≤ {study.active_days}), {orders_} orders (≥ 2)." in text
    )


def test_without_a_search_the_customer_with_the_most_spend_is_shown(why, workspace):
    customers = base_of(workspace).customers
    best = customers["customer_id"][customers["spend"].idxmax()]
    assert f"Customer {best} is in" in said(why)
    assert f"Customer {best} is in" in said(look_for(why, "nobody"))
    assert any("No customer id contains" in one.value for one in why.info)


def test_every_rule_is_passed_failed_or_unknown(why, workspace):
    """Each row of the table against a plain comparison of the customer's values."""
    study = workspace.state().draft
    one = base_of(workspace).customers.set_index("customer_id").loc["c10"]
    look_for(why, "c10")
    rows = why.table[0].value.to_dict("records")
    limits = segmentation.thresholds(study)
    expected, met = [], []
    for rule in study.segments:
        holds = []
        for test in rule.conditions:
            limit = limits.get(test.threshold, test.threshold)
            value = one[test.column]
            holds.append(value <= limit if test.op == "<=" else value >= limit)
        expected += ["passed" if each else "failed" for each in holds] or ["passed"]
        met.append(all(holds))
    assert [row["Result"].split(": ")[-1].split("] ")[-1] for row in rows] == expected
    verdicts = [row["So"] for row in rows if row["So"]]
    taken = met.index(True)
    assert "taken here" in verdicts[taken]
    for place, verdict in enumerate(verdicts):
        if place != taken:
            assert verdict == (
                "does not hold: passes on"
                if place < taken
                else "would also meet it"
                if met[place]
                else "would not meet it"
            )


def test_unknown_is_neither_passed_nor_failed(why, workspace):
    use(
        workspace,
        Rule(key="glad", conditions=[edits.condition("satisfaction", ">=", 4)]),
        Rule(
            key="not sad",
            conditions=[
                Group(match="none", conditions=[edits.condition("order_count", ">", 100)]),
                Group(match="any", conditions=[edits.condition("spend", ">", 5),
                                               edits.condition("spend", "<", -5)]),
            ],
        ),
    )  # fmt: skip
    look_for(why.run(), "c10")
    rows = why.table[0].value
    results = [text.split("] ")[-1] for text in rows["Result"]]
    assert results == ["not known", "passed", "passed", "failed"]
    assert rows["So"].tolist()[0] == "not known: passes on"
    conditions = [text.replace("\\", "") for text in rows["Condition"]]
    assert conditions[1:] == ["none of: Frequency > 100", "any of: Spend > 5", "any of: Spend < -5"]
    assert "“not sad”: none of (Frequency > 100), any of (Spend > 5, Spend < -5)." in said(why)
    assert "The rule before, “glad”, does not take the customer" in said(why)


def test_what_would_have_to_change_leads_there(why, workspace):
    """c10 ordered 4 times for 10, the last time 11 days before; thresholds by hand."""
    draft = workspace.state().draft
    wanted = {"recent_days": 30, "frequent_orders": 6, "high_spend": 100.5, "lapsed_days": 300}
    workspace.change(
        draft.change(active_days=100, thresholds=draft.thresholds | wanted),
        workspace.state().version,
    )
    look_for(why.run(), "c10")
    target(why).set_value("champions").run()
    text = said(why)
    assert "To be in “Champions”: 2 orders more, 60.5 more spend." in text
    table = why.table[1].value
    assert table["Now"].tolist() == ["4 orders", "40"]
    assert [one.replace("\\", "") for one in table["Needed"]] == ["6 orders", "100.5"]
    target(why).set_value("at_risk").run()
    until = draft.as_of + timedelta(days=101 - 11)
    assert "90 days more without an order" in said(why)
    assert until.strftime("%b %-d, %Y") in why.table[1].value.iloc[0, 3]
    target(why).set_value("no_orders").run()
    assert "can no longer be reached: it would take" in said(why)
    assert "orders fewer" in said(why)
    assert len(why.table) == 1


def test_the_nearest_is_chosen_and_every_distance_told(why, workspace):
    study, customers = workspace.state().draft, base_of(workspace).customers
    row = customers[customers["customer_id"] == "c10"]
    look_for(why, "c10")
    nearest, _changes = segmentation.nearest(
        row, study, segmentation.spreads(customers, study), ahead=True
    )
    assert target(why).value == nearest
    assert "The nearest segment is" in said(why)
    why.session_state["why_distances"] = True
    told = why.run().dataframe[-1].value
    names = [rule.key for rule in study.segments]
    assert sorted(told["segment"]) == sorted(
        labels.segment(key) for key in names if key != names[segmentation.codes(row, study)[0]]
    )
    assert told["segment"].iloc[0] == labels.segment(nearest)
    for name, possible in zip(told["segment"], told["possible"], strict=True):
        key = next(key for key in names if labels.segment(key) == name)
        found = segmentation.distance(row, study, key, ahead=True)
        assert possible == (found is not None)


def test_the_next_order_and_silence(why, workspace, tmp_path):
    """What is said of one more order is what the tables say once it is in them."""
    study = workspace.state().draft
    customers = base_of(workspace).customers.set_index("customer_id")
    look_for(why, "c50")
    amount = customers.loc["c50", "average_order_value"]
    tables = small_orders()
    extra = orders([("c50", str(study.as_of), amount)])
    joined = {name: [*tables[name], *extra[name]] for name in tables}
    joined["order_id"] = [str(number) for number in range(len(joined["order_id"]))]
    after = analysis.base(open_literal(tmp_path, orders=joined), study.as_of).customers
    names = segmentation.segment_names(study)
    place = segmentation.codes(after[after["customer_id"] == "c50"], study)[0]
    assert f"“{labels.segment(names[place])}”" in said(why).split("One more order now")[1][:80]
    assert "Without another order: " in said(why)


def test_a_segment_that_nobody_can_reach_says_why(why, workspace):
    high = edits.condition("spend", ">=", 10)
    use(
        workspace,
        Rule(key="all of them", conditions=[edits.condition("spend", ">=", -1e9)]),
        Rule(key="covered", conditions=[high]),
        Rule(key="torn", conditions=[high, edits.condition("spend", "<", 5)]),
        Rule(key="unknown", conditions=[edits.condition("spend", "missing")]),
    )
    why.run()
    reasons = {
        "covered": "all who could meet its rule are taken before by: all of them.",
        "torn": "its conditions contradict one another, so nobody can be in it.",
        "unknown": "it takes customers of whom Spend is not known, and a value stays known.",
    }
    for key, reason in reasons.items():
        target(why).set_value(key).run()
        assert f"“{key}” cannot be reached: {reason}" in said(why)


def test_scores_and_clusters_tell_no_next_order(why, workspace):
    use(workspace, Rule(key="x", conditions=[edits.condition("score.loyalty_index", ">", 1)]))
    assert "Where the next order leads is not told here" in said(why.run())
    assert "There is no other segment." in said(why)


def test_a_target_that_is_gone_gives_way_to_the_nearest(why, workspace):
    look_for(why, "c10")
    target(why).set_value("champions").run()
    use(
        workspace,
        Rule(key="much", conditions=[edits.condition("spend", ">=", 1e6)]),
        Rule(key="rest"),
    )
    assert not why.run().exception
    assert target(why).value == "much"
    assert target(why).options == ["much"]


def test_markup_in_names_and_ids_is_text(app, store, tmp_path):
    nasty = "<b>:red[x]</b> **y** $z$"
    key = fill(
        store, tmp_path, {"orders": orders([(nasty, "2024-01-01", 5), ("b", "2024-02-01", 1)])}
    )
    workspace = store.open(key)
    use(
        workspace,
        Rule(key=nasty, conditions=[edits.condition("spend", ">=", 5)]),
        Rule(key="![i](http://x) 2", conditions=[]),
    )
    app.query_params["w"] = key
    app.query_params["view"] = "segments.why"
    app.run()
    app.switch_page("segments.py").run()
    assert not app.exception
    shown = [
        one.value for kind in ("subheader", "markdown", "caption") for one in getattr(app, kind)
    ]
    shown += [text for table in app.table for text in table.value.to_numpy().ravel()]
    shown += target(app).options
    assert sum("i" in text for text in shown) >= 2
    for text in shown:
        for sign in ("<b>", ":red[x", "**y", "$z", "![i"):
            assert text.count(sign) == text.count("\\" + sign)


def test_the_choice_stays_on_another_page(why):
    look_for(why, "c07")
    why.switch_page("indicators.py").run()
    assert not why.exception
    why.switch_page("segments.py").run()
    assert why.text_input(key="why_id").value == "c07"
    assert "Customer c07" in said(why)


def test_without_rules_it_says_so(why, workspace):
    use(workspace)
    why.run()
    assert not why.exception, why.exception[0].message
    assert "There are no rules" in " ".join(one.value for one in why.info)
