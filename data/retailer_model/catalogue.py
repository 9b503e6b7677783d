"""What the retailer sells, where, and what it announces. All names are invented."""

from dataclasses import dataclass

from data.retailer_model.effects import PROMOTION_DAYS
from data.retailer_model.world import day_of

MAIN_DEVICES = ("Television", "Projector", "Hi-fi system")
CHINESE = {"Television": "电视", "Projector": "投影仪", "Hi-fi system": "音响"}

# category -> (product, list price, unit cost); the earlier a product stands the more it sells.
PRODUCTS = {
    "Television": (
        ("Vista 55 TV", 3999, 3120), ("Vista 65 TV", 5999, 4560), ("Vista 75 TV", 8999, 6660),
        ("Vista OLED 65", 13999, 10080),
    ),
    "Projector": (
        ("Lumen Go projector", 2999, 2250), ("Lumen Home projector", 5499, 3960),
        ("Lumen Laser 4K", 12999, 8970),
    ),
    "Hi-fi system": (
        ("Cadence Mini", 2499, 1650), ("Cadence One", 5999, 3780),
        ("Cadence Reference", 15999, 9600),
    ),
    "Headphones": (
        ("Aria in-ear", 499, 310), ("Aria wireless", 1299, 790), ("Aria studio", 2299, 1340),
    ),
    "Accessories": (
        ("HDMI cable", 99, 38), ("Wall mount", 329, 172), ("Remote control", 159, 71),
        ("Speaker stand", 459, 236), ("Streaming stick", 399, 283), ("Cleaning kit", 79, 29),
    ),
    "Content": (
        ("Film pass, 3 months", 129, 92), ("Music pass, 6 months", 168, 121),
        ("Concert film", 49, 31), ("Family film pass, year", 399, 290),
    ),
    "Service plan": (
        ("Extended warranty", 599, 260), ("Picture calibration", 399, 210),
        ("Sound set-up at home", 499, 285), ("Annual check-up", 259, 140),
    ),
}  # fmt: skip
SMALL_SHARES = {"Accessories": 0.42, "Content": 0.25, "Headphones": 0.15, "Service plan": 0.18}
DEVICE_SHARES = {"Television": 0.52, "Projector": 0.27, "Hi-fi system": 0.21}

# city -> (region, share of customers)
CITIES = {
    "Shanghai": ("East", 0.19), "Hangzhou": ("East", 0.11), "Nanjing": ("East", 0.08),
    "Beijing": ("North", 0.17), "Tianjin": ("North", 0.06), "Guangzhou": ("South", 0.13),
    "Shenzhen": ("South", 0.10), "Chengdu": ("West", 0.10), "Xi'an": ("West", 0.06),
}  # fmt: skip
AGE_GROUPS = {"18-29": 0.21, "30-39": 0.33, "40-49": 0.23, "50-59": 0.14, "60+": 0.09}
GENDERS = {"female": 0.44, "male": 0.51, "not stated": 0.05}
# where they came from -> (share, mean acquisition cost)
SOURCES = {
    "Social advertisement": (0.29, 185.0), "Search advertisement": (0.26, 142.0),
    "Partner": (0.11, 110.0), "Showroom": (0.21, 95.0), "Referral": (0.13, 60.0),
}  # fmt: skip
TIERS = ((0.0, "Basic"), (7_000.0, "Silver"), (16_000.0, "Gold"))


@dataclass(frozen=True)
class Campaign:
    """One announced campaign; `kind` says which events carry its id."""

    id: str
    start: str
    days: int
    cost: int
    target: str
    kind: str

    @property
    def day(self) -> float:
        """Day of the record on which it starts."""
        return day_of(self.start)


def _promotion(month: str, day: int, cost: int) -> Campaign:
    name = f"PROMO-{month}"
    return Campaign(name, f"{month}-{day:02}", PROMOTION_DAYS, cost, "all customers", "promotion")


CAMPAIGNS = (
    Campaign("BRAND-2023-H2", "2023-07-01", 184, 210_000, "new customers", "brand"),
    _promotion("2023-11", 6, 62_000),
    Campaign("BRAND-2024-H1", "2024-01-01", 182, 118_000, "new customers", "brand"),
    _promotion("2024-05", 6, 58_000),
    Campaign("BRAND-2024-H2", "2024-07-01", 184, 121_000, "new customers", "brand"),
    _promotion("2024-11", 4, 66_000),
    Campaign("BRAND-2025-H1", "2025-01-01", 181, 116_000, "new customers", "brand"),
    Campaign("TRADEIN-2025-03", "2025-03-03", 28, 21_000, "owners of a main device", "trade-in"),
    _promotion("2025-05", 5, 61_000),
    Campaign("BRAND-2025-H2", "2025-07-01", 184, 124_000, "new customers", "brand"),
    _promotion("2025-11", 3, 69_000),
    Campaign("BRAND-2026-H1", "2026-01-01", 181, 119_000, "new customers", "brand"),
    Campaign("TRADEIN-2026-03", "2026-03-02", 28, 24_000, "owners of a main device", "trade-in"),
)
PROMOTIONS = tuple(campaign for campaign in CAMPAIGNS if campaign.kind == "promotion")
