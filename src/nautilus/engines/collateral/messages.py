"""What collateral publishes: margin of an account at each mark."""

from nautilus.kernel.messages import Bus, Message, Topic


class Margined(Message, frozen=True, array_like=True, kw_only=True, tag="collateral.margined.1"):
    """Initial and maintenance margin by the rule named in `rule`, and equity above maintenance (excess).

    The sums are over the positions that the rule covers; those in `not_covered` need margin too, but no source says how
    much. A future is margined by its exchange, whose rates are not part of the sample data.
    """

    run: int
    account: str
    rule: str
    equity: str
    initial: str
    maintenance: str
    excess: str
    final: bool = False
    sequence: int = 0
    """The mark: that of the `Valued` it is computed from."""
    not_covered: tuple[str, ...] = ()
    """Instruments with a position whose margin has no source."""


MARGINS = Topic("collateral.margins", Bus.LOGIC, (Margined,), journaled=True)
