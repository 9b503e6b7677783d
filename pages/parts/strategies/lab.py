"""Compare: the scenarios side by side, against doing nothing."""

from pages.parts.strategies import answer, assumption_table, fans, gains


def show() -> None:
    """The answer, the course of every metric, the gain, and what it all rests on."""
    answer.show()
    answer.outlook()
    fans.show()
    gains.show()
    answer.basis()
    assumption_table.show()
