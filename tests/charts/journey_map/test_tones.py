"""The colours of the journey map turn at what is usual and reach over what is seen."""

import numpy as np
import pandas as pd
import pytest
from journey.logs import events, study
from tables import open_literal

from loyalty import journey
from loyalty.charts.journey_map import layout
from loyalty.charts.journey_map import tones as journey_tones


def table_of(tmp_path, means: dict[str, float], size: int = 30) -> pd.DataFrame:
    rows = [
        (f"c{n}", "2024-01-01", name, mean + (0.2, -0.2)[n % 2])
        for name, mean in means.items()
        for n in range(size)
    ]
    return journey.journey_map(open_literal(tmp_path, events=events(rows)), study())


def test_nine_of_ten_touchpoints_span_the_colours_whatever_the_worst(tmp_path):
    means = {f"Ad {n}": 0.3 + (-1) ** n * 0.02 * n for n in range(10)} | {"Hotline": -0.7}
    found = journey_tones.tones(table_of(tmp_path, means), (-1.0, 1.0))
    usual = sum(means.values()) / len(means)
    away = sorted(abs(mean - usual) for mean in means.values())
    assert (found.middle, found.reach) == pytest.approx((usual, away[9]))  # 10th of 11
    assert found.usual
    tones = {name: found.of(mean) for name, mean in means.items()}
    assert tones["Hotline"] == -1 and tones["Ad 8"] == pytest.approx(1)
    assert tones["Ad 6"] == pytest.approx((means["Ad 6"] - usual) / away[9])


def test_few_scores_do_not_stretch_the_colours(tmp_path):
    means = {"Ad": 0.4, "Website": 0.2}
    sure = table_of(tmp_path, means)
    rows = sure[sure["touchpoint"] == "Website"].assign(touchpoint="Shop", feeling=-0.9, scored=1)
    found = journey_tones.tones(pd.concat([sure, rows], ignore_index=True), (-1.0, 1.0))
    assert found.reach < 0.2 and found.of(-0.9) == -1


def test_below_the_middle_of_the_scale_nothing_is_usual(tmp_path):
    table = table_of(tmp_path, {"Ad": -0.3, "Website": -0.5})
    assert journey_tones.tones(table, (-1.0, 1.0)).middle == 0
    words = layout.layout(table, scale=(-1.0, 1.0)).query("part == 'legend'")["label"]
    assert {"feels bad", "neutral", "feels good"} <= set(words)


def test_the_legend_tells_the_feelings_of_the_colours(tmp_path):
    frame = layout.layout(table_of(tmp_path, {"Ad": 0.5, "Website": 0.1}))
    words = frame[frame["part"] == "legend"].set_index("label")["tone"]
    known = {
        "feels worse than usual (0.10 or less)": -1.0,
        "as usual (0.30)": 0.0,
        "feels better (0.50 or more)": 1.0,
    }
    assert words[list(known)].to_dict() == known
    faces = frame[frame["part"] == "mood"].set_index("mean")["mood"]
    assert faces.to_dict() == {"0.50": "good", "0.10": "bad"}


@pytest.mark.parametrize("feeling", [-1.0, 0.0, 0.5])
def test_feelings_that_are_all_equal_have_a_colour_of_their_own(tmp_path, feeling):
    rows = [("a", "2024-01-01", "Ad", feeling), ("a", "2024-01-02", "Hotline", feeling)]
    table = journey.journey_map(open_literal(tmp_path, events=events(rows)), study())
    found = journey_tones.tones(table, (-1.0, 1.0))
    assert found.reach == pytest.approx(1.0 if feeling < 0 else 0.1)  # a twentieth of the scale
    assert found.of(feeling) == (-1 if feeling < 0 else 0)


def test_without_feelings_there_are_no_tones(tmp_path):
    rows = [("a", "2024-01-01", "Ad")]
    for given in (rows, []):
        folder = tmp_path / str(len(given))
        folder.mkdir()
        table = journey.journey_map(open_literal(folder, events=events(given)), study())
        assert np.isnan(journey_tones.tones(table, (-1.0, 1.0)).of(np.nan))


@pytest.mark.parametrize(("tone", "face"), [(-1, "bad"), (-0.3, "neutral"), (0.34, "good")])
def test_faces_turn_at_a_third(tone, face):
    assert journey_tones.mood(tone) == face
