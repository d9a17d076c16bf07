import { useQuery } from "@tanstack/react-query";
import { values } from "@/api/values";
import { Select } from "@/ui/Select";
import { seriesOf, textOf } from "./series";
import { sizeText } from "./sizes";
import { SymbolSearch } from "./SymbolSearch";
import type { Selection } from "./useSelection";

const NEWEST = "";
const LIVE = "live";

/** What is looked at: symbol, run, bar size, and the series below the price. */
export function Controls({ selection }: { selection: Selection }) {
  const { asked, change, runs, run, instruments, symbol, steps, step } = selection;
  const listed = runs.data?.items ?? [];
  const newest = listed[0];
  return (
    <div className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <SymbolSearch
        symbols={instruments.data ?? []}
        played={new Set(run.data?.instruments)}
        value={symbol}
        onChoose={(chosen) => change({ symbol: chosen, from: undefined, to: undefined })}
      />
      <Select
        label="Source"
        value={asked.run === undefined ? NEWEST : String(asked.run)}
        onChange={(chosen) =>
          change({ run: chosen ? globalThis.Number(chosen) : undefined, from: undefined, to: undefined })
        }
        options={[
          { value: NEWEST, label: newest ? `Newest run: ${newest.run}, ${newest.session}` : "Newest run: none yet" },
          ...listed.map(({ run: number, session, state }) => ({
            value: String(number),
            label: `Run ${number}, ${session}, ${state.toLowerCase()}`,
          })),
          { value: LIVE, label: "Live market: no source connected", disabled: true },
        ]}
      />
      <Select
        label="Bars ([ and ])"
        value={String(step)}
        disabled={!steps.length}
        onChange={(chosen) => change({ bar: globalThis.Number(chosen) })}
        options={steps.map((size) => ({ value: String(size), label: sizeText(size) }))}
      />
      <FactorSelect selection={selection} />
    </div>
  );
}

function FactorSelect({ selection: { factor, change } }: { selection: Selection }) {
  const lists = [useQuery(values.definitions("factor")), useQuery(values.definitions("features"))] as const;
  const options = (["factor", "features"] as const).flatMap((source, place) =>
    (lists[place]?.data ?? []).map(({ name }) => ({ value: textOf({ source, name }), label: `${source}: ${name}` })),
  );
  return (
    <Select
      label="Series below"
      value={textOf(factor)}
      disabled={!options.length}
      onChange={(chosen) => seriesOf(chosen) && change({ factor: chosen })}
      options={options}
    />
  );
}
