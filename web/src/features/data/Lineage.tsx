import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { loadingOf } from "@/api/client";
import type { CourseView, LineageStep } from "@/api/schema/marketdata";
import { store, type Figure } from "@/api/store";
import { Drawer } from "@/ui/Drawer";
import { Empty } from "@/ui/Empty";
import { formatTime } from "@/ui/format";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import { cellOf } from "./course";

interface ValueLineageProps {
  figure: Figure;
  /** What the value is about [ns]. */
  valid: string;
  onClose: () => void;
}

/** All versions of a value, and where the chosen one comes from; the newest unless told. */
export function ValueLineage({ figure, valid, onClose }: ValueLineageProps) {
  const variant = useQuery(store.vintages(figure)).data?.course.variant ?? "";
  const query = useQuery(store.versions(figure, valid));
  const found = query.data;
  const [chosen, choose] = useState<number | null>(null);
  const last = (found?.valid.length ?? 0) - 1;
  const at = chosen ?? last;
  const origin = found?.origins[found.origin[at] ?? -1];
  const cell = cellOf(figure, found?.variant || variant, valid);
  return (
    <Drawer
      open
      onClose={onClose}
      title={`${[figure.subject, figure.concept].filter(Boolean).join(" ")}, ${formatTime(valid, "minute")}`}
    >
      <Panel
        title="Versions"
        loading={loadingOf(query)}
        height={90}
        isEmpty={last < 0}
        empty={<Empty title="There is no version of it." />}
      >
        {found ? <Versions found={found} at={at} onChoose={choose} /> : null}
      </Panel>
      <div className="flex flex-col gap-3 pt-3">
        {cell ? <Candidates cell={cell} /> : null}
        {origin ? <Steps id={origin.id} /> : null}
      </div>
    </Drawer>
  );
}

/** What each source says of one bar, in the order in which they are believed. */
function Candidates({ cell }: { cell: string }) {
  const query = useQuery(store.lineage(cell));
  const found = query.data ?? [];
  return (
    <Panel title="Whose word counts" loading={loadingOf(query)} height={60} isEmpty={found.length === 0}>
      <ol>
        {found.map((candidate) => (
          <li key={candidate.id} className="flex flex-wrap gap-x-3 border-b border-line px-3 py-1">
            <State kind={candidate.is_chosen ? "good" : "idle"}>{candidate.is_chosen ? "read" : "not read"}</State>
            <span>
              {candidate.place}. {candidate.source}, {candidate.instrument_id}
            </span>
            <span>
              close <Number value={candidate.values?.["close"]} unit="quantity" />
            </span>
            {candidate.rule ? <span className="text-dim">{candidate.rule}</span> : null}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** Where something comes from that has an id of its own: a listing, an event, a finding. */
export function IdLineage({ id, onClose }: { id: string; onClose: () => void }) {
  return (
    <Drawer open onClose={onClose} title={`Where ${id} comes from`}>
      <Steps id={id} />
    </Drawer>
  );
}

function Versions({ found, at, onChoose }: { found: CourseView; at: number; onChoose: (at: number) => void }) {
  return (
    <table className="w-full text-left tabular-nums">
      <caption className="sr-only">Versions of the value, oldest first. The chosen one is traced below.</caption>
      <thead className="text-dim">
        <tr>
          <th scope="col" className="px-3 py-1 font-normal">
            Known since
          </th>
          <th scope="col" className="px-3 py-1 text-right font-normal">
            Value
          </th>
          <th scope="col" className="px-3 py-1 font-normal">
            Source
          </th>
        </tr>
      </thead>
      <tbody>
        {found.known.map((known, index) => {
          const origin = found.origins[found.origin[index] ?? -1];
          return (
            // Versions have no name of their own and never change places.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={index} className="border-t border-line">
              <td className="px-3 py-1">
                <label className="flex min-h-[24px] items-center gap-2">
                  <input
                    type="radio"
                    name="version"
                    checked={index === at}
                    onChange={() => onChoose(index)}
                    className="accent-accent"
                  />
                  <Time ns={known} />
                </label>
              </td>
              <td className="px-3 py-1 text-right">
                <Number value={found.value[index]} unit="quantity" reason="the source took its value back" />
              </td>
              <td className="px-3 py-1">
                {origin?.source} <span className="text-dim">{origin?.known_basis}</span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Steps({ id }: { id: string }) {
  const query = useQuery(store.lineage(id));
  const step = query.data?.at(-1);
  return (
    <Panel
      title="Where it comes from"
      loading={loadingOf(query)}
      height={420}
      isEmpty={!step}
      empty={<Empty title="Nothing is known of it." />}
    >
      {step ? <Chain step={step} /> : null}
    </Panel>
  );
}

/** From the value back to what was fetched. */
function Chain({ step }: { step: LineageStep }) {
  return (
    <ol className="flex flex-col">
      <Link title="Rule">
        <p>{step.rule || "none"}</p>
        <p className="text-dim">
          {step.derived_from ? `Made of ${step.derived_from}. ` : ""}It says when the value was known; this time was{" "}
          {step.known_basis ?? "not stated"}. Dataset {step.dataset ?? "not stated"}.
        </p>
      </Link>
      <Link title="Parser">
        <p>
          {step.source}, revision <Number value={step.parser_revision} unit="text" />
        </p>
        <p className="text-dim">
          It made <Number value={step.rows} unit="count" /> rows of “{step.part}”.
        </p>
      </Link>
      <Link title="Raw bytes">
        <p className="font-mono break-all select-all">{step.sha256}</p>
        <p className="text-dim">
          SHA-256 of <Number value={step.bytes} unit="count" /> bytes, kept as{" "}
          <span className="font-mono break-all">{step.path}</span>
        </p>
      </Link>
      <Link title="Request">
        <dl className="grid grid-cols-[max-content_1fr] gap-x-3">
          {Object.entries(step.request).map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-dim">{name}</dt>
              <dd className="min-w-0 font-mono break-all">
                {typeof value === "string" ? value : JSON.stringify(value)}
              </dd>
            </div>
          ))}
        </dl>
        {Object.keys(step.request).length ? null : (
          <p className="text-dim">None was sent: it comes with the platform.</p>
        )}
      </Link>
      <Link title="Fetched">
        <p>
          <Time ns={`${Date.parse(step.fetched)}000000`} precision="millisecond" /> UTC
        </p>
      </Link>
      <Link title="Terms of the source">
        <p>{step.title}</p>
        <p>{step.licence}</p>
        <State kind={step.may_redistribute ? "good" : "warn"}>
          {step.may_redistribute ? "may be passed on" : "may not be passed on"}
        </State>
      </Link>
    </ol>
  );
}

function Link({ title, children }: { title: string; children: ReactNode }) {
  return (
    <li className="border-b border-line px-3 py-2">
      <h3 className="text-dim">{title}</h3>
      {children}
    </li>
  );
}
