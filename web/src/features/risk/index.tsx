import { useRun } from "@/app/useRun";
import { Exposures } from "./Exposures";
import { Breaches, Changes, Kills } from "./History";
import { Limits } from "./Limits";
import { Margin } from "./Margin";
import { Tail } from "./Tail";

/** What may be lost, what is allowed, what was refused, and who changed it. */
export default function Risk() {
  const newest = useRun();
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Risk
      </h1>
      <Limits currency={newest.data?.currency} />
      <div className="grid gap-3 xl:grid-cols-2">
        <Tail newest={newest} />
        <Exposures newest={newest} />
      </div>
      <Margin newest={newest} />
      <div className="grid gap-3 lg:grid-cols-2 xl:grid-cols-3">
        <Breaches newest={newest} />
        <Kills />
        <Changes newest={newest} />
      </div>
    </div>
  );
}
