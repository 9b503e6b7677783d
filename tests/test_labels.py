from datetime import date

from loyalty import labels
from loyalty.study import Condition, Rule, Study

STUDY = Study(as_of=date(2024, 1, 1), active_days=90, thresholds={"high_spend": 2000.5})


def test_a_rule_reads_with_the_values_of_its_thresholds():
    rule = Rule(
        key="mine",
        conditions=(
            Condition(column="recency_days", op="<=", threshold="active_days"),
            Condition(column="spend", op=">=", threshold="high_spend"),
            Condition(column="order_count", op="!=", threshold=3),
        ),
    )
    assert labels.rule(rule, STUDY) == "Recency ≤ 90, Spend ≥ 2,000.5, Frequency ≠ 3"
    assert labels.rule(Rule(key="rest"), STUDY) == "everybody left"


def test_keys_a_user_invented_keep_their_own_name():
    assert labels.segment("mine") == labels.level("mine") == labels.indicator("mine") == "mine"
    assert labels.segment("unassigned") == "In no segment"
