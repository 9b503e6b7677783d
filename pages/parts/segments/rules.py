"""The section of the rule builder: the rules, their check, kept ones, and who moves."""

from pages.parts.segments import builder, definitions, rule_check, who_moves


def show() -> None:
    """Build, check and save, keep, and see who moves because of it."""
    builder.show()
    rule_check.show()
    definitions.show()
    who_moves.show(save=False)
