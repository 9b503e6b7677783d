"""What each number of the written files is measured in."""

from loyalty.indicators import CATALOGUE
from loyalty.simulation import METRICS
from loyalty.simulation.result import MIX

SHARE = "share, 0 to 1"
FEELING = "points of the data's own scale"
COHORT_SHARES = ("retention", "repurchase")
JOURNEY = {
    "customers": "customers",
    "journeys": "journeys",
    "journey_share": SHARE,
    "events": "events",
    "scored": "events with a feeling",
    "feeling": FEELING,
    "feeling_low": FEELING,
    "feeling_high": FEELING,
    "feeling_least": FEELING,
    "feeling_most": FEELING,
    "reached": "customers who later come to next_stage",
    "conversion": SHARE,
    "conversion_low": SHARE,
    "conversion_high": SHARE,
    "median_hours": "hours",
    "hours_low": "hours",
    "hours_high": "hours",
    "complained": "customers with a complaint soon after being here",
    "complaint_share": SHARE,
    "lost": "customers who have not come to next_stage",
    "beyond": "customers who later come to next_stage or any stage after it",
    "drop_off": SHARE,
    "repeated": "customers with more than one visit",
    "repeat_share": SHARE,
}
GAIN = "money, cash less points owed above doing nothing at the end"
CHANGE = "difference of shares, -1 to 1"
HANDOVERS = {
    "customers": "customers",
    "followed": "customers who came to the target in time",
    "broken": "customers who did not",
    "bought_anyway": "customers who did not but bought in that time",
    "nothing": "customers who did neither",
    "followed_share": SHARE,
    "followed_low": SHARE,
    "followed_high": SHARE,
    "chance": SHARE,
    "lift": "ratio of followed_share to chance",
    "median_hours": "hours",
    "followed_watched": "customers whose later purchases are known",
    "broken_watched": "customers whose later purchases are known",
    "conversion_followed": SHARE,
    "conversion_broken": SHARE,
    "lost_conversion": CHANGE,
    "lost_low": CHANGE,
    "lost_high": CHANGE,
    "lost_customers": "customers, an estimate",
    "lost_customers_low": "customers, an estimate",
    "lost_customers_high": "customers, an estimate",
}
UNITS: dict[str, dict[str, str]] = {
    "customers.parquet": {one.key: one.unit for one in CATALOGUE}
    | {"loyalty_index": "points, 0 to 100", "weight_share": SHARE},
    "segments.csv": {
        "customers": "customers",
        "share": SHARE,
        "spend": "money",
        "spend_share": SHARE,
    },
    "weights.csv": {
        "weight": "share of the index, 0 to 1",
        "consistency_ratio": "ratio to random judgements, at most 0.1 is accepted",
    },
    "cohorts.csv": {
        "age": "calendar months since the month of the first order",
        "size": "customers who joined",
        "active": "customers who ordered in that month",
        "repurchased": "customers with two orders by the end of that month",
    }
    | {f"{share}{end}": SHARE for share in COHORT_SHARES for end in ("", "_low", "_high")},
    "history.csv": {"customers": "customers", "share": SHARE},
    "movement.csv": {"customers": "customers"},
    "journey_stages.csv": JOURNEY,
    "touchpoints.csv": JOURNEY
    | dict.fromkeys(("removal_effect", "removal_low", "removal_high"), SHARE)
    | dict.fromkeys(("repurchase_difference", "repurchase_low", "repurchase_high"), CHANGE)
    | {
        "repurchase_good": "customers with a good first experience",
        "repurchase_bad": "customers with a bad first experience",
    },
    "journey_transitions.csv": {"moves": "moves", "share": SHARE, "median_hours": "hours"},
    "variants.csv": {
        "steps": "touchpoints",
        "journeys": "journeys",
        "share": SHARE,
        "coverage": SHARE,
        "median_hours": "hours",
    },
    "handovers.csv": HANDOVERS,
    "purchase_path.csv": {
        "customers": "customers",
        "reached": "customers with one more order",
        "conversion": SHARE,
        "conversion_low": SHARE,
        "conversion_high": SHARE,
        "gap_low": "days",
        "gap_median": "days",
        "gap_high": "days",
    },
    "simulation.csv": {key: unit for key, (_label, unit, _digits) in METRICS.items()}
    | {MIX: "active customers of the segment at the month's end"},
    "strategies.csv": {
        "cost": "money, median of all months",
        "gain": GAIN,
        "gain_mean": GAIN,
        "gain_p05": GAIN,
        "gain_p25": GAIN,
        "gain_p75": GAIN,
        "gain_p95": GAIN,
        "chance_to_win": SHARE,
        "break_even_month": "month, from 1",
        "turn_month": "month, from 1",
        "regret": "money, mean of what the best of them would bring more",
        "worst_decile": "money, mean of the worst tenth of the draws",
        "return_per_unit": "money for each unit of cost",
        "months": "months simulated, of which cost and gain are",
        "start": "month, from 1, of each strategy",
        "lasts": "months of each strategy, or end",
        "reach": "% of each strategy's own reach",
        "budget": "money",
    },
    "assumptions.csv": {"low": "as in unit", "high": "as in unit"},
    "backtest.csv": {
        "actual": "as the metric",
        "naive": "as the metric",
        "pit": "share of draws below what happened, 0 to 1",
        "crps": "as the metric",
    },
}
