import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { byWidth } from "@/ui/byWidth";
import { Course } from "./Course";
import { figureOf } from "./course";
import { Entity, Events } from "./Entity";
import { ValueLineage } from "./Lineage";
import { useAddress } from "./useAddress";

/** What the address names of the catalogue, and the drawer that is open over it. */
export function Shown() {
  const { asked, change } = useAddress();
  const figure = figureOf(asked);
  const close = () => change({ at: undefined });
  return (
    <div className="min-w-0">
      {figure ? (
        <Course key={`${figure.kind} ${figure.subject} ${figure.concept}`} figure={figure} />
      ) : asked.kind === "company" && asked.subject ? (
        <Entity key={asked.subject} entity={asked.subject} />
      ) : asked.kind === "events" && asked.subject ? (
        <Events key={`${asked.subject} ${asked.part}`} entity={asked.subject} kind={asked.part ?? ""} />
      ) : (
        <Panel title="Nothing is open" height={byWidth(1024, 300, 652)}>
          <Empty title="Open something of the catalogue.">
            Press / and type: a symbol, a company, a series, a concept, an event. Arrow keys move, Enter opens.
          </Empty>
        </Panel>
      )}
      {figure && asked.at ? <ValueLineage key={asked.at} figure={figure} valid={asked.at} onClose={close} /> : null}
    </div>
  );
}
