"""The picture of today's journey beside the one with targets."""

import altair as alt
import numpy as np
import pytest
from journey.logs import events, random_log
from journey.to_be.test_model import NO_EFFECTS, effect, result

from loyalty.charts import to_be

TARGETS = (("Website", "conversion", 0.95), ("Hotline", "feeling", 0.5))


def picture(tmp_path, *targets, log=None, effects=None):
    log = random_log(6, 900, 300) if log is None else log
    effects = effect("Hotline") if effects is None else effects
    found = result(tmp_path, log, *targets, effects=effects)
    return found, to_be.layout(found)


def drawn(frame):
    chart = to_be.draw(frame, **to_be.settings(frame))
    assert isinstance(chart, alt.VConcatChart)
    return chart.to_dict(format="vega-lite")


def test_heights_and_texts_are_those_of_the_result(tmp_path):
    found, frame = picture(tmp_path, *TARGETS)
    rows = frame[frame["part"] == "stage"].set_index("stage")
    stages = found.stages.set_index("stage")
    most = max(stages["customers"].max(), stages["customers_p95"].max())
    assert rows["size"].tolist() == pytest.approx((stages["customers"] / most).tolist())
    assert rows["size_to_be"].tolist() == pytest.approx((stages["customers_p50"] / most).tolist())
    assert rows.loc["purchase", "change"] == f"+{round(stages.loc['purchase', 'more_p50'])}"
    assert rows.loc["awareness", "change"] == ""
    assert rows.loc["consideration", "arrow_to_be"] == "→ 95%"
    assert rows.loc["awareness", "arrow_to_be"] is None
    assert rows["left_end"].equals(rows["x"])  # beside the bar of the targets
    assert len(drawn(frame)["vconcat"]) == 3


def test_a_handle_reaches_from_today_to_the_target(tmp_path):
    found, frame = picture(tmp_path, *TARGETS)
    handle = frame[frame["part"] == "target"].iloc[0]
    line = frame[frame["part"] == "stage"].set_index("stage")["to_mean"]
    today = next(one.today for one in found.changes if one.target.kind == "feeling")
    assert handle["label"] == "Hotline"
    assert handle["count"] == f"{today:.2f} → 0.50".replace("-", "−")
    assert handle["mean"] == pytest.approx(line["service"], abs=1e-3)
    assert handle["up"]
    assert handle["sure"]
    heights = frame[["mean", "from_mean", "low", "to_high"]].stack().dropna()
    assert heights.between(0, 1).all()


def test_without_targets_only_today_is_drawn(tmp_path):
    _found, frame = picture(tmp_path)
    rows = frame[frame["part"] == "stage"]
    assert rows[["size_to_be", "to_mean", "arrow_to_be"]].isna().all().all()
    assert (rows["change"] == "").all()
    middle = (rows["left"] + rows["left_end"]) / 2
    assert middle.tolist() == pytest.approx(rows["x"].tolist())
    assert not (frame["part"] == "target").any()
    drawn(frame)


def test_a_target_from_which_nothing_follows_is_pale(tmp_path):
    _found, frame = picture(tmp_path, ("Hotline", "feeling", 0.5), effects=NO_EFFECTS)
    assert frame.loc[frame["part"] == "target", "sure"].tolist() == [False]
    assert frame["to_mean"].notna().any()


def test_handles_of_a_stage_stand_apart(tmp_path):
    log = random_log(6, 900, 300)
    log.loc[::3, "touchpoint"] = "Website"
    _found, frame = picture(
        tmp_path, ("Hotline", "feeling", 0.5), ("Website", "feeling", 0.2), log=log
    )
    handles = frame[frame["part"] == "target"]
    assert handles["x"].nunique() == 2
    assert set(np.floor(handles["x"])) == set(handles["column"])


def test_without_feelings_there_is_no_lane_for_them(tmp_path):
    log = random_log(6, 300, 100).assign(feeling=None)
    _found, frame = picture(tmp_path, ("Website", "conversion", 0.9), log=log)
    assert not to_be.settings(frame)["feelings"]
    assert len(drawn(frame)["vconcat"]) == 2


def test_one_stage_and_none(tmp_path):
    _found, one = picture(tmp_path, log=events([("a", "2024-01-01", "Advert", 0.5)]))
    drawn(one)
    _found, none = picture(tmp_path / "none", log=events([("a", "2024-01-01", "Riddle")]))
    assert none[none["part"] == "stage"].empty
