from nautilus.quant.factors.definitions import FACTORS, FEATURES, compile_definitions
from nautilus.quant.factors.dialects import ALPHA101, QLIB
from nautilus.quant.factors.graph import Graph


def test_equal_expressions_are_one_node():
    graph = Graph()
    first = ALPHA101.build(graph, "rank(delay(close, 2) + open)")
    size = len(graph.nodes)
    assert ALPHA101.build(graph, "rank( open + delay(close, 2) )") == first
    assert len(graph.nodes) == size


def test_days_that_are_not_whole_are_floored():
    graph = Graph()
    assert ALPHA101.build(graph, "delay(close, 2.7)") == ALPHA101.build(graph, "delay(close, 2)")


def test_sets_that_share_a_meaning_share_a_node():
    graph = Graph()
    assert ALPHA101.build(graph, "delta(close, 3)") == QLIB.build(graph, "$close - Ref($close, 3)")


def test_sets_that_differ_in_meaning_do_not():
    graph = Graph()
    assert ALPHA101.build(graph, "ts_min(low, 20)") != QLIB.build(graph, "Min($low, 20)")


def test_lookback_adds_up_along_the_longest_path():
    graph = Graph()
    assert graph.lookback(ALPHA101.build(graph, "close")) == 0
    assert graph.lookback(ALPHA101.build(graph, "delay(close, 20)")) == 20
    assert graph.lookback(ALPHA101.build(graph, "ts_rank(sum(returns, 5), 9) + close")) == 8 + 4 + 1


def test_definitions_are_well_formed():
    for definitions in (FACTORS, FEATURES):
        program = compile_definitions(definitions)
        assert len({each.name for each in definitions}) == len(definitions)
        assert all(each.source and each.description for each in definitions)
        assert len(set(program.roots)) == len(definitions)
    assert len(FACTORS) == 10
    assert compile_definitions(FACTORS).lookback == 252
