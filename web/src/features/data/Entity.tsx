import { useQuery } from "@tanstack/react-query";
import { loadingOf } from "@/api/client";
import type { AttributeView, EventView, ListingView } from "@/api/schema/marketdata";
import { store } from "@/api/store";
import { byWidth } from "@/ui/byWidth";
import { Button } from "@/ui/Button";
import { DataTable, type Column } from "@/ui/DataTable";
import { Empty } from "@/ui/Empty";
import { focusHeading } from "@/ui/focus";
import { Panel } from "@/ui/Panel";
import { Scroll } from "@/ui/Scroll";
import { BasisChoice } from "./BasisChoice";
import { Day } from "./Slider";
import { useAddress } from "./useAddress";

const LISTINGS: Column<ListingView>[] = [
  { id: "instrument_id", title: "Traded as", width: 120, value: (row) => row.instrument_id },
  { id: "first_day", title: "From", width: 110, value: (row) => row.first_day },
  { id: "last_day", title: "To", width: 110, value: (row) => row.last_day ?? "goes on" },
  { id: "entity", title: "Entity", width: 150, value: (row) => row.entity },
  { id: "exchange", title: "Exchange", width: 90, minor: true, value: (row) => row.exchange },
  { id: "known", title: "Known since", width: 170, minor: true, value: (row) => row.known },
  { id: "source", title: "Source", width: 90, value: (row) => row.source },
];
const ATTRIBUTES: Column<AttributeView>[] = [
  { id: "name", title: "What", width: 160, value: (row) => row.name },
  { id: "told", title: "Is", width: 260, value: (row) => row.told },
  { id: "valid", title: "Since", width: 110, minor: true, value: (row) => row.valid },
  { id: "known", title: "Known since", width: 170, minor: true, value: (row) => row.known },
  { id: "source", title: "Source", width: 90, value: (row) => row.source },
];

/** The details of an event as words: `ratio 7`. */
const detailsOf = ({ attributes }: EventView): string =>
  Object.entries(JSON.parse(attributes) as Record<string, unknown>)
    .map(([name, value]) => `${name} ${typeof value === "string" ? value : JSON.stringify(value)}`)
    .join(", ");

const EVENTS: Column<EventView>[] = [
  { id: "valid", title: "Day", width: 110, value: (row) => row.valid },
  { id: "kind", title: "Kind", width: 110, value: (row) => row.kind },
  { id: "attributes", title: "Details", width: 280, value: detailsOf },
  { id: "known", title: "Known since", width: 160, value: (row) => row.known.slice(0, 16).replace("T", " ") },
  { id: "known_basis", title: "Basis", width: 100, minor: true, value: (row) => row.known_basis },
  { id: "source", title: "Source", width: 90, minor: true, value: (row) => row.source },
];
const HEIGHT = byWidth(1024, 800, 652);

/** Who an entity is: its names over time, what is said of it, what it filed. */
export function Entity({ entity }: { entity: string }) {
  const { asked, change } = useAddress();
  const query = useQuery(store.identity(entity, asked.asof ?? "latest"));
  const found = query.data;
  const trace = (id: string) => change({ id });
  return (
    <Panel
      title={entity}
      height={HEIGHT}
      loading={loadingOf(query)}
      isEmpty={!found}
      empty={<Empty title="The store knows nobody of that name.">{query.error?.message}</Empty>}
      actions={
        <>
          <span className="text-dim">as of {asked.asof ? "the end of" : "now"}</span>
          <Day asOf={asked.asof} onChange={(day) => change({ asof: day })} />
          {found?.listings.length ? (
            <Button onClick={() => change({ kind: "instrument", subject: entity, part: undefined }, true)}>
              Prices under all its names
            </Button>
          ) : null}
        </>
      }
    >
      {found ? (
        <>
          <p className="px-3 py-2">
            {found.attributes.find(({ name }) => name === "title")?.told ?? "No title is known."}
          </p>
          <h3 className="px-3 text-dim">Names over time</h3>
          <DataTable
            id="data-listings"
            label="Names over time"
            rows={found.listings}
            columns={LISTINGS}
            rowKey={(row) => `${row.entity} ${row.instrument_id} ${row.first_day} ${row.source}`}
            onOpen={(row) => trace(row.id)}
            empty={<Empty title="No listing is known: it was not traded under a name of its own." />}
            filename={`${entity}-names`}
            height={140}
          />
          <Attributes entity={entity} rows={found.attributes} onTrace={trace} />
          <Concepts
            concepts={found.concepts}
            onOpen={(part) => change({ kind: "facts", subject: entity, part, variant: undefined }, true)}
          />
        </>
      ) : null}
    </Panel>
  );
}

interface AttributesProps {
  entity: string;
  rows: readonly AttributeView[];
  onTrace: (id: string) => void;
}

function Attributes({ entity, rows, onTrace }: AttributesProps) {
  return (
    <>
      <h3 className="px-3 pt-2 text-dim">What is said of it</h3>
      <DataTable
        id="data-attributes"
        label="What is said of it"
        rows={rows}
        columns={ATTRIBUTES}
        rowKey={(row) => `${row.entity} ${row.name} ${row.source}`}
        onOpen={(row) => onTrace(row.id)}
        empty={<Empty title="Nothing is said of it." />}
        filename={`${entity}-attributes`}
        height={140}
      />
    </>
  );
}

function Concepts({ concepts, onOpen }: { concepts: readonly string[]; onOpen: (concept: string) => void }) {
  return (
    <section aria-label="Filed concepts" className="flex min-h-0 flex-1 flex-col border-t border-line">
      <h3 className="px-3 pt-2 text-dim">
        {concepts.length ? `${concepts.length} concepts that it filed` : "The store has no figures that it filed."}
      </h3>
      <Scroll label="Concepts that it filed" className="max-h-[150px]">
        <ul className="flex flex-wrap gap-1 p-2">
          {concepts.map((concept) => (
            <li key={concept}>
              <Button kind="quiet" onClick={() => onOpen(concept)}>
                {concept}
              </Button>
            </li>
          ))}
        </ul>
      </Scroll>
    </section>
  );
}

/** What happened to an entity, as it was known. */
export function Events({ entity, kind }: { entity: string; kind: string }) {
  const { asked, change } = useAddress();
  const basis = asked.basis === "assumed" ? "assumed" : "recorded";
  const query = useQuery(store.events({ entity, kind, basis, as_of: asked.asof ?? "latest" }));
  const found = query.data;
  return (
    <Panel
      title={`${entity} ${kind}`}
      height={HEIGHT}
      loading={loadingOf(query)}
      isEmpty={!found?.items.length}
      empty={
        <Empty title="No event was recorded.">
          {found?.left_out ? (
            <Button
              onClick={() => {
                focusHeading(); // the button that has the focus goes away
                change({ basis: "assumed" });
              }}
            >
              Read the {found.left_out} that a named rule dates
            </Button>
          ) : (
            query.error?.message
          )}
        </Empty>
      }
      actions={
        <>
          <span className="text-dim">
            {found?.left_out ? `${found.left_out} left out, ` : ""}as of {asked.asof ? "the end of" : "now"}
          </span>
          <Day asOf={asked.asof} onChange={(day) => change({ asof: day })} />
          <BasisChoice />
        </>
      }
    >
      <DataTable
        id="data-events"
        label="Events"
        rows={found?.items ?? []}
        columns={EVENTS}
        rowKey={(row) => `${row.entity} ${row.kind} ${row.valid} ${row.source} ${row.known}`}
        onOpen={(row) => change({ id: row.id })}
        empty={<Empty title="No event." />}
        filename={`${entity}-${kind}`}
        height={480}
      />
    </Panel>
  );
}
