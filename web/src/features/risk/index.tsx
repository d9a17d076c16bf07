import { useQuery } from "@tanstack/react-query";
import { every } from "@/api/client";
import { marketdata } from "@/api/marketdata";
import { Exposures } from "./Exposures";
import { Breaches, Changes, Kills } from "./History";
import { Limits } from "./Limits";
import { Margin } from "./Margin";
import { Tail } from "./Tail";

/** What may be lost, what is allowed, what was refused, and who changed it. */
export default function Risk() {
  const newest = useQuery({ ...marketdata.run(), refetchInterval: every(3_000) });
  const run = newest.data?.run ?? null;
  const currency = newest.data?.currency;
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Risk
      </h1>
      <Limits currency={currency} />
      <div className="grid gap-3 xl:grid-cols-2">
        <Tail run={run} currency={currency} />
        <Exposures run={run} currency={currency} />
      </div>
      <Margin run={run} currency={currency} />
      <div className="grid gap-3 lg:grid-cols-2 xl:grid-cols-3">
        <Breaches run={run} />
        <Kills />
        <Changes run={run} currency={currency} />
      </div>
    </div>
  );
}
