import pandas as pd
from tables import open_literal

from loyalty.contents import contents


def test_each_table_with_rows_customers_and_days(tmp_path):
    tables = open_literal(
        tmp_path,
        orders={
            "customer_id": ["a", "a", "b"],
            "order_id": ["1", "2", "3"],
            "time": ["2024-01-02", "2024-03-01", "2024-02-01"],
            "amount": [1, 2, -3],
            "is_return": [False, False, True],
        },
        answers={"customer_id": ["a"], "question": ["nps"], "score": [9.0], "position": [0]},
        campaigns={"campaign_id": ["x"], "start": ["2024-05-01"]},
    )
    found = contents(tables)
    assert found["table"].tolist() == ["orders", "answers", "campaigns"]
    assert found["rows"].tolist() == [3, 1, 1]
    assert found["returns"].fillna(0).tolist() == [1, 0, 0]
    assert found["customers"].fillna(0).tolist() == [2, 1, 0]
    assert found["first"].iloc[0] == pd.Timestamp("2024-01-02")
    assert found["last"].tolist()[::2] == [pd.Timestamp("2024-03-01"), pd.Timestamp("2024-05-01")]
    assert pd.isna(found["first"].iloc[1])
