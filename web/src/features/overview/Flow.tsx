import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { every, loadingOf } from "@/api/client";
import { gateway, type FlowEdge, type FlowNode } from "@/api/gateway";
import { figureOf } from "@/api/origin";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { Scroll } from "@/ui/Scroll";
import { State } from "@/ui/State";
import { columnsOf } from "./flow";

/** The way of a tick through the engines, from left to right. An arrow that does not move says so, and why. */
export function Flow() {
  const flow = useQuery({ ...gateway.flow(), refetchInterval: every(1_000) });
  const { columns, back } = columnsOf(flow.data?.nodes ?? [], flow.data?.edges ?? []);
  const stalled = (flow.data?.edges ?? []).filter((edge) => edge.stalled);
  const word = stalled.length ? `${stalled.length} stalled` : "nothing is stalled";
  return (
    <Panel
      title="Flow"
      loading={loadingOf(flow)}
      height={250}
      actions={flow.data ? <State kind={stalled.length ? "bad" : "good"}>{word}</State> : null}
    >
      <Scroll label="Flow of messages" className="flex items-center gap-1 p-3">
        {columns.map(({ nodes, edges }, place) => (
          <Fragment key={nodes.map(({ name }) => name).join()}>
            {place > 0 ? <Arrows edges={edges} /> : null}
            <Nodes nodes={nodes} />
          </Fragment>
        ))}
      </Scroll>
      <Back edges={back} />
      <Stalled edges={stalled} />
    </Panel>
  );
}

function Nodes({ nodes }: { nodes: readonly FlowNode[] }) {
  return (
    <ul className="flex shrink-0 flex-col gap-1">
      {nodes.map((node) => (
        <li key={node.name} className="rounded border border-line bg-ground px-2 py-0.5">
          <State kind={node.state === "ready" ? "good" : node.state === "down" ? "bad" : "warn"}>
            <span className="text-text">{node.name}</span>
            {node.state === "ready" ? null : ` ${node.state}`}
          </State>
        </li>
      ))}
    </ul>
  );
}

function Back({ edges }: { edges: readonly FlowEdge[] }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1 px-3 pb-2">
      {edges.map((edge) => (
        <span key={`${edge.source} ${edge.target}`} className="flex items-center gap-2">
          <span>
            back from {edge.source} to {edge.target}
          </span>
          <Arrows edges={[edge]} />
        </span>
      ))}
    </div>
  );
}

function Stalled({ edges }: { edges: readonly FlowEdge[] }) {
  if (edges.length === 0) return null;
  return (
    <ul aria-label="Stalled" className="border-t border-line px-3 py-2">
      {edges.map((edge) => (
        <li key={`${edge.source} ${edge.target} ${edge.topic}`}>
          <State kind="bad">
            {edge.source} → {edge.target}
          </State>{" "}
          {edge.detail}
        </li>
      ))}
    </ul>
  );
}

/** The arrows into one column, a line each: rate, what waits, and whether it moves. */
function Arrows({ edges }: { edges: readonly FlowEdge[] }) {
  const isOfOne = new Set(edges.map(({ source }) => source)).size === 1;
  return (
    <ul className="flex shrink-0 flex-col gap-1">
      {edges.map((edge) => (
        <li
          key={`${edge.source} ${edge.target} ${edge.topic}`}
          title={`${edge.source} → ${edge.target}: ${edge.topic}`}
          className={`flex items-center justify-end gap-1 whitespace-nowrap ${edge.stalled ? "text-danger" : "text-dim"}`}
        >
          <span className={isOfOne ? "sr-only" : ""}>{edge.source}</span>
          <span className="sr-only">
            to {edge.target}, {edge.topic}:
          </span>
          <Number
            {...figureOf("gateway.FlowEdge.messages_per_second", edge.messages_per_second, "gateway /api/flow", null)}
          />
          {edge.lag ? <span>({edge.lag.toLocaleString("en-US")} wait)</span> : null}
          <span aria-hidden="true">{edge.stalled ? "╳▸" : "──▸"}</span>
          {edge.stalled ? <span>stalled</span> : null}
        </li>
      ))}
    </ul>
  );
}
