"""Units of indicators as the data have them: amounts in their currency, where it is known."""

from loyalty.indicators.base import Indicator
from pages._session import _
from pages.parts import words


def unit(one: Indicator) -> str:
    """The unit in this session's language."""
    code = words.currency() or _("amount")
    amounts = {"spend": code, "average_order_value": _("{unit} per order").format(unit=code)}
    return amounts.get(one.key, _(one.unit))
