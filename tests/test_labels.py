from datetime import date

from loyalty import features, labels
from loyalty.indicators import BY_KEY
from loyalty.study import Condition, Group, Rule, Study

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


def test_groups_texts_days_and_gaps_read_as_words():
    rule = Rule(
        key="mine",
        conditions=(
            Group(
                match="none",
                conditions=(
                    Condition(column="attribute.region", op="in", values=("north", "east")),
                    Condition(column="date.joined", op="<", day=date(2024, 3, 4)),
                ),
            ),
            Condition(column="answer.cognitive", op="missing"),
            Condition(column="answer.my question", op=">", threshold=4),
        ),
    )
    assert labels.rule(rule, STUDY) == (
        "none of (region is north / east, Joined < Mar 4, 2024),"
        " Cognitive loyalty (survey answer) is not known, Answer to my question > 4"
    )


def test_states_of_the_life_cycle_read_by_their_names():
    states = Condition(column="life_cycle", op="in", values=("cycle_lost", "mine"))
    assert labels.condition(states, STUDY) == "Life-cycle state is Lost (life cycle) / mine"


def test_any_column_has_a_name_people_read():
    columns = (*features.DERIVED, *features.OF_TABLES, *BY_KEY, "answer.nps", "attribute.city")
    names = [labels.column(column) for column in columns]
    assert not set(names) & set(columns)
    assert labels.column("answer.nps") == BY_KEY["nps_score"].label
    assert labels.column("score.emotion") == "Score of Emotion"
    assert labels.column("touchpoint.a.b {c}") == "Visits: a.b {c}"
    assert labels.column("felt.热线") == "Lowest feeling: 热线"
