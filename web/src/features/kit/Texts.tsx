import { Number } from "@/ui/Number";
import { Sparkline } from "@/ui/Sparkline";
import { Stat } from "@/ui/Stat";
import { State } from "@/ui/State";
import { Time } from "@/ui/Time";
import type { Amount, Unit } from "@/ui/types";
import { Group, Grid, Row, Specimen } from "./Group";
import { BEGIN, LONG, SPARK, origin, undated } from "./sample";

const UNITS: { unit: Unit; plain: Amount; negative: Amount; huge: Amount }[] = [
  { unit: "currency", plain: "1234.5", negative: "-1234.5", huge: "98765432109876543.21" },
  { unit: "price", plain: "1632.25", negative: "-37.63", huge: "1.00000001" },
  { unit: "quantity", plain: "1500", negative: "-200", huge: "1234567890.12345678" },
  { unit: "fraction", plain: 0.1234, negative: -0.0051, huge: 12.5 },
  { unit: "bps", plain: 12.34, negative: -3, huge: 123_456 },
  { unit: "count", plain: 7, negative: -7, huge: 12_345_678 },
  { unit: "seconds", plain: 12.3, negative: -90, huge: 273_600 },
  { unit: "milliseconds", plain: 0.42, negative: -1.5, huge: 62_000 },
  { unit: "per_second", plain: 12.3, negative: 0.04, huge: 123_456 },
  { unit: "variance", plain: 0.000123, negative: 0, huge: 1.2e-9 },
  { unit: "ratio", plain: 1.5, negative: -0.7, huge: 12_345.678 },
  { unit: "timestamp_ns", plain: BEGIN * 1e9, negative: null, huge: "1378130585123456789" },
  { unit: "text", plain: "day", negative: "GTC", huge: LONG },
];

export function Numbers() {
  return (
    <Group id="number" title="Number">
      <div className="overflow-x-auto">
        <table className="w-full">
          <caption className="sr-only">Numbers by unit</caption>
          <thead>
            <tr className="text-dim">
              {["unit", "plain", "signed", "negative", "huge or tiny", "no value"].map((head) => (
                <th key={head} scope="col" className="px-2 text-right font-normal first:text-left">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {UNITS.map(({ unit, plain, negative, huge }) => (
              <tr key={unit} className="border-t border-line">
                <th scope="row" className="px-2 text-left font-normal text-dim">
                  {unit}
                </th>
                <td className="px-2 text-right">
                  <Number value={plain} unit={unit} currency="USD" origin={origin} />
                </td>
                <td className="px-2 text-right">
                  <Number value={plain} unit={unit} signed />
                </td>
                <td className="px-2 text-right">
                  <Number value={negative} unit={unit} currency="USD" signed origin={undated} />
                </td>
                <td className="max-w-60 truncate px-2 text-right">
                  <Number value={huge} unit={unit} />
                </td>
                <td className="px-2 text-right">
                  <Number value={null} unit={unit} origin={origin} reason="fewer than 20 days have been played" />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Group>
  );
}

export function Stats() {
  return (
    <Group id="stat" title="Stat">
      <div className="grid divide-line rounded border border-line bg-panel sm:grid-cols-2 lg:grid-cols-4">
        <Stat label="Equity" value="100234.56" unit="currency" currency="USD" spark={SPARK} origin={origin} />
        <Stat
          label="Result"
          value="-234.5"
          unit="currency"
          currency="USD"
          signed
          tone="down"
          spark={SPARK}
          origin={origin}
        />
        <Stat label="Result" value="1234.5" unit="currency" signed tone="up" origin={origin} />
        <Stat label="Value at risk" value="2345.6" unit="currency" currency="USD" tone="warn" origin={origin} />
        <Stat label="Gross exposure" value={1.25} unit="fraction" tone="danger" origin={origin} />
        <Stat label="Expected shortfall" value={null} unit="currency" origin={undated} reason="too few days" />
        <Stat label={LONG} value="98765432109876.54" unit="currency" currency="USD" spark={SPARK} origin={origin} />
        <Stat label="Orders" value={0} unit="count" spark={[0, 0, 0]} origin={origin} />
      </div>
    </Group>
  );
}

export function Smaller() {
  return (
    <>
      <Group id="sparkline" title="Sparkline">
        <Row>
          <Specimen name="moving">
            <Sparkline values={SPARK} label="Sample" />
          </Specimen>
          <Specimen name="flat">
            <Sparkline values={[3, 3, 3]} label="Sample" />
          </Specimen>
          <Specimen name="with gaps">
            <Sparkline values={[1, NaN, 3, 2]} label="Sample" />
          </Specimen>
          <Specimen name="too few points">
            <Sparkline values={[1]} label="Sample" />
          </Specimen>
        </Row>
      </Group>
      <Group id="state" title="State">
        <Row>
          <State kind="good">ready</State>
          <State kind="warn">standing by</State>
          <State kind="bad">down</State>
          <State kind="idle">not started</State>
        </Row>
      </Group>
      <Group id="time" title="Time">
        <Grid>
          {(["day", "minute", "second", "millisecond", "microsecond"] as const).map((precision) => (
            <Specimen key={precision} name={precision}>
              <Time ns="1378130585123456789" precision={precision} />
            </Specimen>
          ))}
          <Specimen name="no time">
            <Time ns={null} />
          </Specimen>
        </Grid>
      </Group>
    </>
  );
}
