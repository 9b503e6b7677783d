import pandas as pd
import pytest
from tables import open_literal

from loyalty import engine

EVENTS = {
    "customer_id": ["a", "a", "a", "b", "b"],
    "time": [f"2024-01-0{day}" for day in range(1, 6)],
    "touchpoint": ["x", "x", "y", "y", "y"],
    "feeling": [1.0, None, 3.0, 4.0, 6.0],
}


def test_group_by_levels_equals_two_pandas_group_bys(tmp_path):
    frame = open_literal(tmp_path, events=EVENTS)["events"]
    found = engine.collect(
        engine.group_by_levels(
            frame,
            ["customer_id"],
            within="touchpoint",
            rows=("count", "time"),
            scored=("count", "feeling"),
            total=("sum", "feeling"),
            least=("min", "feeling"),
        )
    )
    rows = pd.DataFrame(EVENTS)
    wanted = {"rows": ("time", "count"), "scored": ("feeling", "count")} | {
        "total": ("feeling", "sum"),
        "least": ("feeling", "min"),
    }
    fine = rows.groupby(["customer_id", "touchpoint"], as_index=False).agg(**wanted)
    coarse = rows.groupby("customer_id", as_index=False).agg(**wanted)
    expected = pd.concat([fine, coarse])[list(found.columns)]
    pd.testing.assert_frame_equal(_sorted(found), _sorted(expected), check_dtype=False)


def test_group_by_levels_takes_column_names_literally(tmp_path):
    frame = open_literal(tmp_path, customers={"customer_id": ["a"], 'x" y': ["1"]})["customers"]
    found = engine.collect(
        engine.group_by_levels(frame, ["customer_id"], within='x" y', rows=("count", "customer_id"))
    )
    assert sorted(found['x" y'].fillna("")) == ["", "1"]


def test_a_connection_reads_its_folder_and_nothing_else(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "secret.csv").write_text("a\n1\n")
    connection = engine.connect(tmp_path / "own")
    with pytest.raises(Exception, match="Permission Error"):
        connection.read_csv(str(tmp_path / "secret.csv"))


def _sorted(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.sort_values(["customer_id", "touchpoint"], ignore_index=True)
