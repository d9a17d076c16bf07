import { useQuery } from "@tanstack/react-query";
import { every, loadingOf } from "@/api/client";
import { collateral } from "@/api/collateral";
import { figureOf, type FieldName } from "@/api/origin";
import { byWidth } from "@/ui/byWidth";
import { Empty } from "@/ui/Empty";
import { Meter } from "@/ui/Meter";
import { Panel } from "@/ui/Panel";
import { Stat } from "@/ui/Stat";
import { State } from "@/ui/State";
import { runOf, type Newest } from "./newest";

const FIGURES = [
  ["equity", "Equity"],
  ["initial", "Initial margin"],
  ["maintenance", "Maintenance margin"],
  ["excess", "Excess"],
] as const;

/** What must stand behind the positions, by which rule, and where no source says. */
export function Margin({ newest }: { newest: Newest }) {
  const { run, currency } = runOf(newest);
  const query = useQuery({ ...collateral.margin(run), enabled: run !== null, refetchInterval: every(2_000) });
  const found = query.data;
  const uncovered = found?.positions.filter(({ initial }) => initial === null) ?? [];
  return (
    <Panel
      title="Margin"
      height={byWidth(768, 287, 164)}
      loading={loadingOf(newest, query)}
      isEmpty={!found}
      empty={<Empty title="No margin yet.">Margin is computed at each mark of a run.</Empty>}
      {...(found ? { asOf: found.ts_event, actions: <span className="text-dim">{found.rule}</span> } : {})}
    >
      {found ? (
        <>
          <div className="grid grid-cols-2 md:grid-cols-4">
            {FIGURES.map(([name, label]) => (
              <Stat
                key={name}
                label={label}
                {...figureOf(
                  `collateral.MarginView.${name}` as FieldName,
                  found[name],
                  "collateral /margin",
                  found.ts_event,
                )}
                currency={currency}
              />
            ))}
          </div>
          <div className="px-3 pb-3">
            <Meter
              label="Maintenance margin of equity"
              value={found.maintenance}
              ceiling={found.equity}
              unit="currency"
              currency={currency}
            />
          </div>
          {uncovered.length ? (
            <ul aria-label="Without a figure" className="border-t border-line px-3 py-2">
              {uncovered.map((position) => (
                <li key={position.instrument_id}>
                  <State kind="warn">{position.instrument_id}</State> {position.reason}; the true requirement is higher.
                </li>
              ))}
            </ul>
          ) : null}
        </>
      ) : null}
    </Panel>
  );
}
