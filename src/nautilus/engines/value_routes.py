"""The routes that the value engines share."""

from nautilus.engines.stream import ValueService
from nautilus.engines.values import DefinitionView, SeriesQuery, SeriesView, ValueKey, ValueQuery, ValueView
from nautilus.kernel.app.routes import Call, Page, PageQuery, decode_cursor, get, page_of


async def definitions(service: ValueService, call: Call) -> Page[DefinitionView]:
    after = decode_cursor(call.query.cursor, tuple[str])
    listed = sorted(service.definitions(), key=lambda definition: definition.name)
    views = [definition for definition in listed if after is None or definition.name > after[0]]
    return page_of(views, call.query.limit, lambda definition: (definition.name,))


async def values(service: ValueService, call: Call) -> Page[ValueView]:
    query: ValueQuery = call.query
    after = decode_cursor(query.cursor, ValueKey.__value__)
    found = await service.values(query, after, query.limit + 1)
    return page_of(found, query.limit, lambda value: (value.sequence, value.instrument_id, value.name))


async def series(service: ValueService, call: Call) -> SeriesView:
    return await service.series(call.query)


VALUE_ROUTES = (
    get("/definitions", definitions, query=PageQuery, reply=Page[DefinitionView], summary="What is computed, and how"),
    get(
        "/values",
        values,
        query=ValueQuery,
        reply=Page[ValueView],
        summary="Values of a run (the latest, unless said), by sequence",
    ),
    get(
        "/series",
        series,
        query=SeriesQuery,
        reply=SeriesView,
        summary="One series of a run, thinned evenly for a chart: the last value in each part of the time, as it is",
    ),
)
