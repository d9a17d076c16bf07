import { useMemo } from "react";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { Number } from "@/ui/Number";
import { Time } from "@/ui/Time";
import { revised, type ValueRow } from "./course";
import { useAddress } from "./useAddress";

const DAY_NS = 86_400_000_000_000;

/** A day where it is the whole of the time. */
const precision = (ns: number) => (ns % DAY_NS === 0 ? "day" : "minute");

function columnsOf(unit: string): Column<ValueRow>[] {
  const figure = (id: "held" | "first" | "now", title: string, description: string): Column<ValueRow> => ({
    id,
    title,
    unit: "quantity",
    width: 140,
    origin: { description: `${description} Unit: ${unit || "not stated"}.`, source: "marketdata /courses", asOf: null },
    value: (row) => row[id],
  });
  return [
    {
      id: "valid",
      title: "About",
      unit: "timestamp_ns",
      width: 150,
      value: (row) => row.valid,
      render: (row) => <Time ns={row.valid} precision={precision(row.valid)} />,
    },
    figure("held", "As of then", "The value that was known at the time read as of."),
    figure("first", "First print", "The value that was published first."),
    figure("now", "Now", "The value that is known now."),
    {
      id: "revised",
      title: "Revised",
      unit: "fraction",
      width: 100,
      signed: true,
      minor: true,
      value: revised,
      render: (row) => <Number value={revised(row)} unit="fraction" signed />,
    },
    {
      id: "known",
      title: "Known since",
      unit: "timestamp_ns",
      width: 150,
      value: (row) => row.known,
      render: (row) => <Time ns={row.known} precision="minute" />,
    },
    { id: "basis", title: "Basis", width: 100, minor: true, value: (row) => row.knownBasis },
    { id: "source", title: "Source", width: 90, minor: true, value: (row) => row.source },
    { id: "rule", title: "How its time is known", width: 260, minor: true, value: (row) => row.rule },
  ];
}

interface ValuesProps {
  rows: readonly ValueRow[];
  unit: string;
  filename: string;
  /** Why they may not be exported. */
  withheld: string;
}

/** The values; one of them opened says where it comes from. */
export function Values({ rows, unit, filename, withheld }: ValuesProps) {
  const { asked, change } = useAddress();
  const columns = useMemo(() => columnsOf(unit), [unit]);
  return (
    <DataTable
      id="data-values"
      label="Values"
      rows={rows}
      columns={columns}
      rowKey={(row) => String(row.valid)}
      selected={asked.at ?? null}
      onOpen={(row) => change({ at: String(row.valid) })}
      empty={<Empty title="No value was known then." />}
      filename={filename}
      withheld={withheld}
      height={210}
    />
  );
}
