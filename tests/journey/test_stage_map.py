import pytest
from journey.logs import study

from loyalty import journey
from loyalty.problems import Refused

NAMES = {
    "awareness": ["Ad", "Search advertisement", "campaign received", "Newsletter", "抖音广告"],
    "consideration": ["Website visit", "add_to_cart", "ProductPageView", "到店体验", "询价"],
    "purchase": ["Checkout", "coupon redeemed", "order 1", "App order", "首次购买", "支付成功"],
    "use": ["Set-up", "App login", "FirmwareUpdate", "安装调试", "开机使用"],
    "service": ["Hotline", "Complaint answered", "Support chat", "客服电话", "售后维修"],
    "repurchase": ["Trade-in offer", "order 2", "order 10+", "2nd order", "复购", "以旧换新"],
    "advocacy": ["Review", "Refer a friend", "word-of-mouth", "朋友推荐", "晒单"],
    "unassigned": ["xyz", "Loading dock", "adapter", "", "其他"],
}


@pytest.mark.parametrize(
    ("stage", "name"), [(stage, name) for stage, names in NAMES.items() for name in names]
)
def test_guess(stage, name):
    assert journey.guess(name) == stage


def test_the_study_overrides_the_guess():
    chosen = journey.assign(["xyz", "Hotline", "Ad"], study(stages={"Hotline": "use"}))
    assert chosen == {"Ad": "awareness", "Hotline": "use", "xyz": "unassigned"}
    assert list(chosen) == ["Ad", "Hotline", "xyz"]


def test_a_stage_that_does_not_exist_is_refused():
    with pytest.raises(Refused, match="“nonsense”"):
        journey.assign(["Ad"], study(stages={"Ad": "nonsense"}))


def test_only_choices_that_differ_from_the_guess_are_stored():
    changed = journey.with_stages(study(), {"Hotline": "use", "Repair": "service"})
    assert changed == {"Hotline": "use"}
    assert journey.with_stages(study(stages=changed), {"Hotline": "service"}) == {}
    assert journey.with_stages(study(stages=changed), {"xyz": "unassigned"}) == changed


def test_our_own_names_are_translated_and_those_of_the_data_are_not():
    def upper(text: str) -> str:
        return text.upper() if "{" not in text else text.replace("order", "ORDER")

    assert journey.shown("(start)", upper) == "(START)"
    assert journey.shown("order 10+", upper) == "ORDER 10+"
    assert journey.shown("Hotline", upper) == "Hotline"
