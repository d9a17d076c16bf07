"""Makes a session of what is in the store, once: asked again for the same, it finds the one that was made."""

from nautilus.engines.marketdata.model.making import Wanted, make_spec, nothing_in
from nautilus.engines.marketdata.model.terms import assumed_instrument
from nautilus.engines.marketdata.store import insert_instruments, insert_session
from nautilus.history import Session, instruments, session, sessions
from nautilus.history.chains import read_chains
from nautilus.history.holdings import holdings
from nautilus.history.sessions import find_session, lowest_price
from nautilus.kernel.database import Database
from nautilus.kernel.errors import InvalidInputError
from nautilus.quant.microstructure.book import half_spread


async def make_session(database: Database, wanted: Wanted, now_ns: int) -> Session:
    """The session, committed. Raises NotFoundError for an instrument that the store does not have, and
    InvalidInputError, which says what there is, for what cannot be played.
    """
    held = await holdings(database, wanted.instruments)
    known = {each.instrument_id: each for each in await instruments(database)}
    assumed = [assumed_instrument(name) for name in wanted.instruments if name not in known]
    terms = known | {each.instrument_id: each for each in assumed}
    spec = make_spec(wanted, held, terms, await read_chains(database), now_ns)
    made = [each for each in await sessions(database) if each.spec.name == spec.name]
    if made:
        return made[0]
    found = await find_session(database, spec)
    if found is None:
        raise nothing_in(spec, held)
    for name, price in (await lowest_price(database, spec)).items():
        half = half_spread(wanted.spread_ticks, float(terms[name].price_increment))
        if price <= half:
            raise InvalidInputError(
                f"{name} traded at {price:g}, which is not above half the assumed spread ({half:g}): its bid would not "
                "be positive; leave it out, or give other days",
                {"instruments": f"{name} traded too low"},
            )
    async with database.connection() as connection:
        await insert_instruments(connection, assumed)
        await insert_session(connection, found)
    return await session(database, spec.name)
