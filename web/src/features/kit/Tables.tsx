import { useState } from "react";
import { Button } from "@/ui/Button";
import { DataTable, type Column, type DataTableProps } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { State } from "@/ui/State";
import { Group, Specimen } from "./Group";
import { holdings, origin, type Holding } from "./sample";

const COLUMNS: Column<Holding>[] = [
  { id: "name", title: "Instrument", value: (row) => row.name, width: 120 },
  {
    id: "side",
    title: "Side",
    value: (row) => row.side,
    render: (row) => <State kind={row.side === "long" ? "good" : "warn"}>{row.side}</State>,
    width: 90,
  },
  { id: "quantity", title: "Quantity", unit: "quantity", value: (row) => row.quantity },
  { id: "price", title: "Price", unit: "price", currency: "USD", value: (row) => row.price, minor: true },
  { id: "profit", title: "Result", unit: "currency", signed: true, value: (row) => row.profit, origin },
  { id: "weight", title: "Weight", unit: "fraction", value: (row) => row.weight, minor: true },
  { id: "opened", title: "Opened", unit: "timestamp_ns", value: (row) => row.opened, minor: true },
  { id: "note", title: "Note", value: (row) => row.note, minor: true, width: 220 },
];

const FEW = holdings(24);
const MANY = holdings(10_000);
const NONE: Holding[] = [];

function Table(props: Pick<DataTableProps<Holding>, "id" | "label" | "rows"> & Partial<DataTableProps<Holding>>) {
  return (
    <div className="rounded border border-line bg-panel">
      <DataTable
        columns={COLUMNS}
        rowKey={(row) => row.id}
        empty={<Empty title="No position yet." command="nautilus replay start" />}
        filename="kit-sample"
        {...props}
      />
    </div>
  );
}

export function Tables() {
  const [step, setStep] = useState(0);
  const [opened, setOpened] = useState<string | null>(null);
  const [moving, setMoving] = useState(() => holdings(12));
  const change = (): void => {
    setStep(step + 1);
    setMoving(holdings(12 + ((step + 1) % 3), step + 1));
  };
  return (
    <Group id="data-table" title="DataTable">
      <Specimen name="rows that open" wide>
        <Table
          id="kit-few"
          label="Sample holdings"
          rows={FEW}
          onOpen={(row) => setOpened(row.id)}
          selected={opened}
          sort={{ id: "profit", desc: true }}
          height={260}
        />
      </Specimen>
      <Specimen name="rows that change: press, then rest the pointer on the rows and press Enter" wide>
        <Button onClick={change} className="self-start">
          Change the values
        </Button>
        <Table id="kit-moving" label="Moving holdings" rows={moving} sort={{ id: "profit", desc: true }} height={220} />
      </Specimen>
      <Specimen name="10,000 rows" wide>
        <Table id="kit-many" label="Many holdings" rows={MANY} height={320} />
      </Specimen>
      <Specimen name="no rows" wide>
        <Table id="kit-none" label="No holdings" rows={NONE} height={180} />
      </Specimen>
    </Group>
  );
}
