import { useQuery } from "@tanstack/react-query";
import { every, loadingOf } from "@/api/client";
import { figureOf } from "@/api/origin";
import { risk } from "@/api/risk";
import type { KindExposure, NameExposure } from "@/api/schema/risk";
import { byWidth } from "@/ui/byWidth";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { Stat } from "@/ui/Stat";
import { runOf, type Newest } from "./newest";

const NAMES: Column<NameExposure>[] = [
  { id: "instrument_id", title: "Instrument", width: 120, value: (row) => row.instrument_id },
  { id: "kind", title: "Kind", width: 90, minor: true, value: (row) => row.kind.toLowerCase() },
  {
    id: "notional",
    title: "Exposure",
    unit: "currency",
    width: 140,
    value: (row) => globalThis.Number(row.notional),
    render: (row) => <Number value={row.notional} unit="currency" signed />,
  },
  {
    id: "fraction_of_equity",
    title: "Of equity",
    unit: "fraction",
    width: 100,
    value: (row) => row.fraction_of_equity,
    render: (row) => <Number value={row.fraction_of_equity} unit="fraction" signed reason="equity is not positive" />,
  },
  {
    id: "fraction_of_limit",
    title: "Of its limit",
    unit: "fraction",
    width: 100,
    value: (row) => row.fraction_of_limit,
    render: (row) => <Number value={row.fraction_of_limit} unit="fraction" />,
  },
];

/** What the account is exposed to, by name and by kind, at the last mark. */
export function Exposures({ newest }: { newest: Newest }) {
  const { run, currency } = runOf(newest);
  const query = useQuery({ ...risk.exposures(run), enabled: run !== null, refetchInterval: every(2_000) });
  const found = query.data;
  const asOf = found?.ts_event ?? null;
  const source = "risk /exposures";
  return (
    <Panel
      title="Exposures"
      height={byWidth(768, 390, 330)}
      loading={loadingOf(newest, query)}
      isEmpty={!found}
      empty={<Empty title="Nothing has been measured yet.">Exposures are measured at each mark of a run.</Empty>}
      {...(found ? { asOf } : {})}
    >
      {found ? (
        <>
          <div className="grid grid-cols-2 md:grid-cols-3">
            <Stat
              label="Gross"
              {...figureOf("risk.ExposuresView.gross_exposure", found.gross_exposure, source, asOf)}
              currency={currency}
            />
            <Stat
              label="Net"
              {...figureOf("risk.ExposuresView.net_exposure", found.net_exposure, source, asOf)}
              currency={currency}
              signed
            />
            <Stat
              label="Gross of equity"
              {...figureOf("risk.ExposuresView.fraction_of_equity", found.fraction_of_equity, source, asOf)}
              reason="equity is not positive"
            />
          </div>
          <Kinds kinds={found.kinds} currency={currency} />
          <DataTable
            id="risk-exposures"
            label="Exposures by name"
            rows={found.positions}
            columns={NAMES}
            rowKey={(row) => row.instrument_id}
            empty={<Empty title="No open position: nothing is exposed." />}
            filename="exposures"
            height={200}
          />
        </>
      ) : null}
    </Panel>
  );
}

function Kinds({ kinds, currency }: { kinds: readonly KindExposure[]; currency: string | undefined }) {
  if (kinds.length === 0) return null;
  return (
    <ul aria-label="By kind" className="flex flex-wrap gap-x-6 gap-y-1 border-t border-line px-3 py-2">
      {kinds.map((kind) => (
        <li key={kind.kind}>
          <span className="text-dim">{kind.kind.toLowerCase() || "of unknown kind"}:</span>{" "}
          <Number value={kind.gross} unit="currency" currency={currency} /> gross,{" "}
          <Number value={kind.net} unit="currency" currency={currency} signed /> net
        </li>
      ))}
    </ul>
  );
}
