import { describe, expect, it } from "vitest";
import { directionsOf, MOST_PRINTS, Tape, type Print } from "./tape";

const print = (sequence: number, price = 10): Print => ({ sequence, ts_event: sequence * 1e9, price, size: 1 });

describe("Tape", () => {
  it("has the newest first, each once", () => {
    const tape = new Tape();
    expect(tape.put([print(3), print(4)])).toBe(true);
    expect(tape.put([print(5), print(4)], 2)).toBe(true);
    expect(tape.rows.map((row) => row.sequence)).toEqual([5, 4, 3]);
    expect(tape.lost).toBe(2);
    const { rows } = tape;
    expect(tape.put([print(4), print(5)])).toBe(false);
    expect(tape.rows).toBe(rows);
  });

  it("closes the holes that the stream left", () => {
    const tape = new Tape();
    tape.put([print(1), print(5)], 3);
    expect(tape.refill([print(5), print(4), print(3), print(2), print(1)])).toBe(true);
    expect(tape.rows.map((row) => row.sequence)).toEqual([5, 4, 3, 2, 1]);
    expect(tape.lost).toBe(0);
  });

  it("is filled up with what was before, and keeps the newest", () => {
    const tape = new Tape();
    tape.put([print(1_000)]);
    tape.put(Array.from({ length: 300 }, (_, place) => print(999 - place)));
    expect(tape.rows).toHaveLength(MOST_PRINTS);
    expect(tape.rows.at(-1)?.sequence).toBe(1_001 - MOST_PRINTS);
    expect(tape.put([print(5)])).toBe(false);
  });
});

it("says in which direction the price went, also over trades at the same price", () => {
  const newestFirst = [print(6, 11), print(5, 11), print(4, 12), print(3, 11), print(2, 10), print(1, 10)];
  expect(directionsOf(newestFirst)).toEqual([-1, -1, 1, 1, 0, 0]);
});
