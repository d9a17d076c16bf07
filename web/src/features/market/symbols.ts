/** Finding an instrument by what someone types. */

export interface Listed {
  instrument_id: string;
  kind: string;
  description: string;
}

/** How well `symbol` fits: 0 best, null not at all. The start of the symbol counts most, then words of its name. */
function rank(symbol: Listed, typed: string): number | null {
  const id = symbol.instrument_id.toLowerCase();
  const name = symbol.description.toLowerCase();
  if (id === typed || id.split(".", 1)[0] === typed) return 0;
  if (id.startsWith(typed)) return 1;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) return 2;
  return id.includes(typed) || name.includes(typed) ? 3 : null;
}

/** Those that fit, best first; of equals the ones of `played` first. Nothing typed: all of them. */
export function findSymbols<S extends Listed>(symbols: readonly S[], typed: string, played: ReadonlySet<string>): S[] {
  const wanted = typed.trim().toLowerCase();
  return symbols
    .map((symbol) => ({ symbol, fit: wanted === "" ? 0 : rank(symbol, wanted) }))
    .filter((found): found is { symbol: S; fit: number } => found.fit !== null)
    .toSorted((one, other) => {
      const isPlayed = Number(played.has(other.symbol.instrument_id)) - Number(played.has(one.symbol.instrument_id));
      return isPlayed || one.fit - other.fit || one.symbol.instrument_id.localeCompare(other.symbol.instrument_id);
    })
    .map(({ symbol }) => symbol);
}
