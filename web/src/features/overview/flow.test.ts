import { expect, test } from "vitest";
import { columnsOf } from "./flow";

const nodes = (...names: string[]) => names.map((name) => ({ name }));
const edges = (...pairs: string[]) =>
  pairs.map((pair) => {
    const [source = "", target = ""] = pair.split(">");
    return { source, target };
  });
const names = (columns: { nodes: { name: string }[] }[]) =>
  columns.map((column) => column.nodes.map(({ name }) => name));

test("a node stands right of everything that it takes from", () => {
  const { columns, back } = columnsOf(nodes("a", "b", "c", "d"), edges("a>b", "a>c", "b>c", "c>d", "a>d"));
  expect(names(columns)).toEqual([["a"], ["b"], ["c"], ["d"]]);
  expect(columns[3]?.edges).toEqual(edges("c>d", "a>d"));
  expect(back).toEqual([]);
});

test("what would close a circle leads back and moves nothing", () => {
  const { columns, back } = columnsOf(
    nodes("market", "risk", "node", "book"),
    edges("market>node", "risk>node", "node>book", "book>risk"),
  );
  expect(names(columns)).toEqual([["market", "risk"], ["node"], ["book"]]);
  expect(back).toEqual(edges("book>risk"));
});

test("nothing is nothing", () => {
  expect(columnsOf([], [])).toEqual({ columns: [], back: [] });
});
