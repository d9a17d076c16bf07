"""What collateral publishes: margin of an account at each mark."""

from nautilus.kernel.messages import Bus, Message, Topic


class Margined(Message, frozen=True, array_like=True, kw_only=True, tag="collateral.margined.1"):
    """Initial and maintenance margin by the rule named in `rule`, and equity above maintenance (excess)."""

    run: int
    account: str
    rule: str
    equity: str
    initial: str
    maintenance: str
    excess: str
    final: bool = False


MARGINS = Topic("collateral.margins", Bus.LOGIC, (Margined,), journaled=True)
