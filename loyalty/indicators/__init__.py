"""The catalogue of indicators, in display order. How to add one: `loyalty.indicators.base`."""

from loyalty.indicators import (
    average_order_value,
    brand_identity,
    category_count,
    channel_count,
    complaint_count,
    discount_share,
    effort_score,
    feature_share,
    interaction_count,
    nps_score,
    order_count,
    recency_days,
    referral_count,
    referral_success,
    relative_attitude,
    repeat_interval_days,
    repurchase_rate,
    return_share,
    satisfaction,
    spend,
    tenure_days,
    usage_days,
    usage_minutes,
)
from loyalty.indicators.base import FAMILIES, Indicator

CATALOGUE: tuple[Indicator, ...] = (
    recency_days.INDICATOR,
    order_count.INDICATOR,
    spend.INDICATOR,
    average_order_value.INDICATOR,
    repeat_interval_days.INDICATOR,
    repurchase_rate.INDICATOR,
    category_count.INDICATOR,
    discount_share.INDICATOR,
    channel_count.INDICATOR,
    interaction_count.INDICATOR,
    usage_days.INDICATOR,
    usage_minutes.INDICATOR,
    feature_share.INDICATOR,
    nps_score.INDICATOR,
    referral_count.INDICATOR,
    referral_success.INDICATOR,
    satisfaction.INDICATOR,
    effort_score.INDICATOR,
    brand_identity.INDICATOR,
    relative_attitude.INDICATOR,
    tenure_days.INDICATOR,
    complaint_count.INDICATOR,
    return_share.INDICATOR,
)
BY_KEY = {one.key: one for one in CATALOGUE}

__all__ = ["BY_KEY", "CATALOGUE", "FAMILIES", "Indicator"]
