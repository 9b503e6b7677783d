from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from journey.logs import study
from tables import open_literal

from loyalty import journey
from loyalty.journey.blueprint import Blueprint, channels, guess, with_card
from loyalty.study.journey import Card


@pytest.mark.parametrize(
    ("name", "channel", "lane"),
    [
        ("Delivery", "", "back"),
        ("parcel_dispatched", "", "back"),
        ("维修完成", "", "back"),
        ("FirmwareUpdate", "", "support"),
        ("系统通知", "", "support"),
        ("Hotline", "", "front"),
        ("Preparations", "", "front"),
        ("order 2+", "", "front"),
        ("Notice", "service centre", "back"),
        ("Notice", "ERP", "support"),
        ("Delivery", "ERP", "back"),
        ("收货", "物流", "front"),
        ("Delivery received", "carrier", "front"),
        ("配送投诉", "", "front"),
        ("Tracking", "courier", "front"),
    ],
)
def test_a_lane_is_guessed_from_the_name_then_the_channel(name, channel, lane):
    assert guess(name, channel) == lane


def test_the_lane_chosen_goes_before_the_guess():
    sheet = Blueprint({"Notice": "ERP"}, {"Notice": Card(lane="front"), "Delivery": Card(note="x")})
    assert [sheet.lane(name) for name in ("Notice", "Delivery", "Repair")] == [
        "front", "back", "back",
    ]  # fmt: skip


def test_the_channel_of_a_touchpoint_is_that_of_nine_moments_in_ten(tmp_path):
    rows = [
        *[("Ad", "web")] * 9,
        ("Ad", "tv"),
        *[("Banner", "web")] * 8,
        ("Banner", "tv"),
        *[("Poster", "tv")] * 8,
        *[("Poster", None)] * 2,
        *[("Call", "phone")] * 9,
        ("Shop", None),
    ]
    log = journey.read(
        open_literal(
            tmp_path,
            events={
                "customer_id": [f"c{place}" for place in range(len(rows))],
                "time": ["2024-01-01"] * len(rows),
                "touchpoint": [name for name, _ in rows],
                "channel": [channel for _, channel in rows],
                "position": list(range(len(rows))),
            },
        ),
        study(),
    )
    assert channels(log) == {"Ad": "web"}
    assert channels(replace(log, channel=np.full(len(rows), -1, dtype=np.int32))) == {}


def test_a_card_keeps_what_was_written_before_and_an_empty_one_goes():
    first = study()
    noted = first.change(
        journey=first.journey.model_copy(update={"cards": with_card(first, "Ad", note="Later")})
    )
    cards = with_card(noted, "Ad", owner="Ann")
    assert cards == {"Ad": Card(owner="Ann", note="Later")}
    assert with_card(noted, "Ad", note="") == {}
    assert noted.as_of == date(2025, 1, 1)
