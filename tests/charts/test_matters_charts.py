import pandas as pd
import vl_convert

from loyalty.charts import experience_effect, removal_effect, theme

NAN = float("nan")


def removals() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "touchpoint": ["<b>Quote</b>", "到店", "Advert", "order 1", "Nothing"],
            "stage": ["consideration", "consideration", "awareness", "purchase", "unassigned"],
            "journeys": [1200, 900, 800, 3, 0],
            "reach": [0.4, 0.5, 0.3, 0.01, 0.0],
            "removal_effect": [0.6, 0.45, 0.3, 0.02, NAN],
            "low": [0.55, 0.4, 0.2, 0.0, NAN],
            "high": [0.65, 0.48, 0.4, 0.05, NAN],
            "share": [0.5, 0.3, 0.1, 0.1, NAN],
            "significant": [True, True, False, False, False],
        }
    )


def experiences() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "touchpoint": ["Hotline", "<i>App</i>", "发货", "Rare"],
            "stage": ["service", "use", "purchase", "use"],
            "good": [1800, 90, 70, 5],
            "bad": [40, 60, 50, 200],
            "good_share": [0.3, 0.2, 0.5, 1.0],
            "bad_share": [0.4, 0.1, 0.5, 0.0],
            "difference": [-0.1, 0.12, 0.001, 1.0],
            "low": [-0.15, 0.05, -0.1, 0.9],
            "high": [-0.05, 0.19, 0.1, 1.0],
            "q": [0.01, 0.02, 0.9, NAN],
            "significant": [True, True, False, False],
            "enough": [True, True, True, False],
        }
    )


def svg(module, frame, **options) -> str:
    drawn = module.draw(frame, labels=tuple(frame["label"]), **options)
    return vl_convert.vegalite_to_svg(drawn.to_dict())


def test_an_effect_is_more_or_less_than_its_volume_only_when_sure():
    frame = removal_effect.layout(removals())
    assert frame["kind"].tolist() == ["more", "less", "alike", "alike"]
    assert frame["label"].tolist()[0] == "<b>Quote</b> (1,200)"
    assert frame["about"].tolist()[:2] == ["Consideration", "Consideration"]


def test_only_what_is_sure_is_coloured_in_the_bars():
    frame = removal_effect.layout(removals())
    picture = svg(removal_effect, frame)
    # a legend entry and the part of one bar each
    assert picture.count(theme.MAIN) == 2 and picture.count(theme.LEVELS["low"]) == 2
    assert "到店 (900)" in picture and "<b>Quote" not in picture
    alike = svg(removal_effect, frame[2:])
    assert alike.count(theme.MAIN) == 1  # the legend


def test_experiences_are_ranked_in_points_and_few_customers_left_out():
    frame = experience_effect.layout(experiences())
    assert frame["touchpoint"].tolist() == ["<i>App</i>", "发货", "Hotline"]
    assert frame["difference"].round(6).tolist() == [12, 0.1, -10]
    assert frame["kind"].tolist() == ["more", "unsure", "fewer"]
    assert frame["label"].tolist()[2] == "Hotline (1,800 / 40)"


def test_only_sure_differences_are_filled():
    frame = experience_effect.layout(experiences())
    picture = svg(experience_effect, frame)
    assert picture.count(f'fill="{theme.MAIN}"') == 2  # legend and dot
    assert picture.count(f'fill="{theme.LEVELS["low"]}"') == 2
    assert "<i>App" not in picture and "发货" in picture


def test_texts_are_translated():
    for module, rows in ((removal_effect, removals()), (experience_effect, experiences())):
        frame = module.layout(rows, lambda text: f"[{text}]")
        spec = module.draw(frame, lambda text: f"[{text}]", labels=()).to_json()
        assert "[Stage]" in spec
        assert all(f"[{text}]" in spec for text, _colour in module.KINDS.values())


def test_without_rows_there_is_an_empty_picture():
    assert removal_effect.layout(removals()[4:]).empty
    assert experience_effect.layout(experiences()[3:]).empty
    vl_convert.vegalite_to_svg(removal_effect.draw(removal_effect.layout(removals()[4:])).to_dict())
