import { Tabs } from "@/ui/Tabs";
import { Catalogue } from "./Catalogue";
import { Jobs } from "./Jobs";
import { IdLineage } from "./Lineage";
import { Quality } from "./Quality";
import { Shown } from "./Shown";
import { useAddress } from "./useAddress";

const TABS = [
  { id: "catalogue", label: "Catalogue" },
  { id: "quality", label: "Quality" },
  { id: "jobs", label: "Jobs" },
] as const;
type Tab = (typeof TABS)[number]["id"];

/** What the store has, as it was known at any time; how good it is, and what brings it in. */
export default function Data() {
  const { asked, change } = useAddress();
  const tab: Tab = TABS.find(({ id }) => id === asked.tab)?.id ?? "catalogue";
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Data
      </h1>
      <Tabs
        label="Parts of the store"
        value={tab}
        onChange={(next) => change({ tab: next === "catalogue" ? undefined : next })}
        tabs={TABS}
      >
        <div className="pt-3">
          {tab === "catalogue" ? (
            <div className="grid gap-3 lg:grid-cols-[minmax(0,22rem)_minmax(0,1fr)]">
              <Catalogue />
              <Shown />
            </div>
          ) : tab === "quality" ? (
            <Quality />
          ) : (
            <Jobs />
          )}
        </div>
      </Tabs>
      {asked.id ? <IdLineage id={asked.id} onClose={() => change({ id: undefined })} /> : null}
    </div>
  );
}
