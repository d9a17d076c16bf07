import { OtherCharts, PriceCharts } from "./Charts";
import { Buttons, Fields, Holds, TabGroups } from "./Controls";
import { Meters, Notices, Overlays, PanelStates } from "./Panels";
import { Tables } from "./Tables";
import { Numbers, Smaller, Stats } from "./Texts";

const PIECES = [
  ["button", "Button"],
  ["number", "Number"],
  ["stat", "Stat"],
  ["sparkline", "Sparkline"],
  ["state", "State"],
  ["time", "Time"],
  ["panel", "Panel"],
  ["empty", "Empty"],
  ["error-box", "ErrorBox"],
  ["skeleton", "Skeleton"],
  ["field", "Field"],
  ["select", "Select"],
  ["tabs", "Tabs"],
  ["data-table", "DataTable"],
  ["hold-button", "HoldButton"],
  ["meter", "Meter"],
  ["dialog", "Dialog, Drawer"],
  ["price-chart", "PriceChart"],
  ["series", "Series"],
  ["heatmap", "Heatmap"],
] as const;

/** Every piece of the page in every state. */
export default function Kit() {
  return (
    <div className="flex flex-col gap-4">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        Kit
      </h1>
      <p className="max-w-prose">
        Every piece of the page in every state. <strong>What they show here is sample input</strong>, written down for
        the kit: no engine computed it, and no control acts.
      </p>
      <nav aria-label="Pieces">
        <ul className="flex flex-wrap gap-x-3">
          {PIECES.map(([id, name]) => (
            <li key={id}>
              <a href={`#${id}`} className="inline-flex min-h-[24px] items-center text-accent underline">
                {name}
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Buttons />
      <Numbers />
      <Stats />
      <Smaller />
      <PanelStates />
      <Notices />
      <Fields />
      <TabGroups />
      <Tables />
      <Holds />
      <Meters />
      <Overlays />
      <PriceCharts />
      <OtherCharts />
    </div>
  );
}
