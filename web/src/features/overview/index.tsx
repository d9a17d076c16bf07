import { Alerts } from "./Alerts";
import { Engines } from "./Engines";
import { Figures } from "./Figures";
import { Flow } from "./Flow";
import { Replay } from "./Replay";

/** What the platform does now, at a glance. */
export default function Overview() {
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Overview
      </h1>
      <Figures />
      <div className="grid gap-3 xl:grid-cols-2">
        <Replay />
        <Alerts />
      </div>
      <Flow />
      <Engines />
    </div>
  );
}
