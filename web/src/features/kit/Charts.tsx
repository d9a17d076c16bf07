import { useRef, useState } from "react";
import { Button } from "@/ui/Button";
import { Heatmap } from "@/ui/Heatmap";
import { PriceChart, type PriceChartHandle } from "@/ui/PriceChart";
import { Series } from "@/ui/Series";
import { Group, Row, Specimen } from "./Group";
import { BARS, CORRELATIONS, LINES, MARKERS, NAMES, PANES, bar, bars } from "./sample";

const NONE: never[] = [];
const MANY = bars(12_500);

export function PriceCharts() {
  const chart = useRef<PriceChartHandle>(null);
  const next = useRef(BARS.length);
  const [pressed, setPressed] = useState<string | null>(null);
  const add = (): void => {
    chart.current?.update(bar(next.current));
    next.current += 1;
  };
  const change = (): void => {
    const last = bar(next.current - 1);
    chart.current?.update({ ...last, close: last.high, complete: false });
  };
  return (
    <Group id="price-chart" title="PriceChart">
      <Row>
        <Button onClick={add}>Add a bar</Button>
        <Button onClick={change}>Change the last bar</Button>
        <p role="status">{pressed ? `Marker ${pressed} was pressed.` : ""}</p>
      </Row>
      <Specimen name="candles, volume, two panes, fills and a signal" wide>
        <div className="rounded border border-line bg-panel">
          <PriceChart
            ref={chart}
            label="Sample prices"
            currency="USD"
            bars={BARS}
            panes={PANES}
            markers={MARKERS}
            onMarker={setPressed}
          />
        </div>
      </Specimen>
      <Specimen name="more bars than are drawn" wide>
        <div className="rounded border border-line bg-panel">
          <PriceChart label="Many sample prices" currency="USD" bars={MANY} height={260} />
        </div>
      </Specimen>
      <Specimen name="no bars" wide>
        <div className="rounded border border-line bg-panel">
          <PriceChart label="No prices" currency="USD" bars={NONE} height={160} />
        </div>
      </Specimen>
    </Group>
  );
}

export function OtherCharts() {
  return (
    <>
      <Group id="series" title="Series">
        <Specimen name="two units" wide>
          <div className="rounded border border-line bg-panel">
            <Series label="Sample equity and drawdown" series={LINES} />
          </div>
        </Specimen>
        <Specimen name="no points" wide>
          <div className="rounded border border-line bg-panel">
            <Series label="No series" series={NONE} height={140} />
          </div>
        </Specimen>
      </Group>
      <Group id="heatmap" title="Heatmap">
        <Specimen name="signed values, one missing" wide>
          <div className="rounded border border-line bg-panel">
            <Heatmap label="Sample correlations" rows={NAMES} columns={NAMES} values={CORRELATIONS} unit="ratio" />
          </div>
        </Specimen>
        <Specimen name="no values" wide>
          <div className="rounded border border-line bg-panel">
            <Heatmap label="No correlations" rows={NONE} columns={NONE} values={NONE} unit="ratio" />
          </div>
        </Specimen>
      </Group>
    </>
  );
}
