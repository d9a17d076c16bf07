import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { every, loadingOf } from "@/api/client";
import { originOf, type FieldName } from "@/api/origin";
import { risk } from "@/api/risk";
import type { LimitUse } from "@/api/schema/risk";
import { Button } from "@/ui/Button";
import { byWidth } from "@/ui/byWidth";
import { Empty } from "@/ui/Empty";
import { Meter } from "@/ui/Meter";
import { Panel } from "@/ui/Panel";
import { State } from "@/ui/State";
import { EditLimit } from "./EditLimit";
import { LIMITS, type LimitName } from "./limits";

/** The limits in force as meters: how much of each is used, about what, as of when. Each can be edited, with a reason. */
export function Limits({ currency }: { currency: string | undefined }) {
  const limits = useQuery({ ...risk.limits(), refetchInterval: every(1_000) });
  const [edited, edit] = useState<LimitName | null>(null);
  const found = limits.data ?? null;
  return (
    <Panel
      title="Limits"
      height={byWidth(768, 369, 150)}
      loading={loadingOf(limits)}
      isEmpty={found === null}
      empty={<Empty title="No limits yet.">An account gets its limits with its first run: start a replay.</Empty>}
      actions={
        found ? (
          <>
            <State kind={found.halted ? "bad" : "good"}>{found.halted ? "halted: no order passes" : "armed"}</State>
            <span className="text-dim">
              {found.account}, version {found.version}
            </span>
          </>
        ) : null
      }
    >
      {found ? (
        <ul className="grid gap-x-6 gap-y-3 p-3 md:grid-cols-2">
          {found.uses.map((use) => (
            <Use key={use.limit} use={use} currency={currency} onEdit={() => edit(use.limit as LimitName)} />
          ))}
        </ul>
      ) : null}
      {found && edited ? (
        <EditLimit
          limit={edited}
          ceiling={found[edited]}
          account={found.account}
          currency={currency}
          onClose={() => edit(null)}
        />
      ) : null}
    </Panel>
  );
}

function Use({ use, currency, onEdit }: { use: LimitUse; currency: string | undefined; onEdit: () => void }) {
  const name = LIMITS[use.limit as LimitName];
  return (
    <li className="flex min-w-0 items-center gap-2">
      <div className="min-w-0 flex-1">
        <Meter
          label={use.name ? `${name}: ${use.name}` : name}
          value={use.value}
          ceiling={use.ceiling}
          unit="currency"
          currency={currency}
          origin={originOf(`risk.LimitsView.${use.limit}` as FieldName, "risk /limits", use.ts_event)}
        />
      </div>
      <Button kind="quiet" onClick={onEdit} aria-label={`Edit limit: ${name}`}>
        Edit
      </Button>
    </li>
  );
}
