import { useState } from "react";
import { Button } from "@/ui/Button";
import { Dialog } from "@/ui/Dialog";
import { Drawer } from "@/ui/Drawer";
import { Empty } from "@/ui/Empty";
import { ErrorBox } from "@/ui/ErrorBox";
import { Field } from "@/ui/Field";
import { Meter } from "@/ui/Meter";
import { Number } from "@/ui/Number";
import { Panel } from "@/ui/Panel";
import { Skeleton } from "@/ui/Skeleton";
import { Group, Grid, Row, Specimen } from "./Group";
import { BEGIN, LONG, failed, offline, origin, problem, stale, waiting } from "./sample";

export function PanelStates() {
  const [since] = useState(() => Date.now() - 74_000);
  const content = <p className="p-3">The content of the panel.</p>;
  return (
    <Group id="panel" title="Panel">
      <Grid>
        <Panel title="With content" asOf={BEGIN * 1e9} actions={<Button kind="quiet">Act</Button>} height={150}>
          {content}
        </Panel>
        <Panel title="Loading" loading={waiting} height={150}>
          {content}
        </Panel>
        <Panel
          title="Nothing in it"
          isEmpty
          empty={<Empty title="No position yet." command="nautilus replay start" />}
          height={150}
        >
          {content}
        </Panel>
        <Panel title="Failed" loading={failed} height={150}>
          {content}
        </Panel>
        <Panel title="Stale" loading={stale(since)} height={150}>
          {content}
        </Panel>
        <Panel title={LONG} asOf={null} actions={<Button kind="quiet">Act</Button>} height={150}>
          {content}
        </Panel>
      </Grid>
    </Group>
  );
}

export function Notices() {
  const [since] = useState(() => Date.now() - 3_725_000);
  return (
    <>
      <Group id="empty" title="Empty">
        <Grid>
          <Empty title="No bars for AAPL.">They come with the history of the instrument.</Empty>
          <Empty title="No replay has run." command="nautilus replay start --session es-trades --speed 60">
            Start one, here or on the command line.
          </Empty>
          <Empty title={LONG} />
        </Grid>
      </Group>
      <Group id="error-box" title="ErrorBox">
        <Grid>
          <ErrorBox problem={problem} onRetry={() => {}} />
          <ErrorBox problem={problem} onRetry={() => {}} staleSince={since} />
          <ErrorBox problem={{ ...offline, detail: LONG }} />
        </Grid>
      </Group>
      <Group id="skeleton" title="Skeleton">
        <Row>
          <Specimen name="24 px by 120 px">
            <Skeleton height={24} width={120} />
          </Specimen>
          <Specimen name="as wide as its place" wide>
            <Skeleton height={60} />
          </Specimen>
        </Row>
      </Group>
    </>
  );
}

export function Meters() {
  const money = { unit: "currency", currency: "USD", origin } as const;
  return (
    <Group id="meter" title="Meter">
      <Grid>
        <Meter label="Gross exposure, within" value="25000" ceiling="100000" {...money} />
        <Meter label="Net exposure, near" value="-86000" ceiling="100000" {...money} />
        <Meter label="Loss of the day, reached" value="5000" ceiling="5000" {...money} />
        <Meter label="Loss of the day, over" value="7300" ceiling="5000" {...money} />
        <Meter label="Orders a second" value={0} ceiling={50} unit="per_second" />
        <Meter label="No limit" value="25000" ceiling={null} {...money} />
        <Meter label="No value" value={null} ceiling="100000" {...money} />
        <Meter label={LONG} value="12345678901.23" ceiling="98765432109.87" {...money} />
      </Grid>
    </Group>
  );
}

export function Overlays() {
  const [shown, setShown] = useState<"dialog" | "drawer" | null>(null);
  const close = (): void => setShown(null);
  const content = (
    <div className="flex flex-col gap-3">
      <p>{LONG}.</p>
      <p>
        Equity <Number value="100234.56" unit="currency" currency="USD" origin={origin} />
      </p>
      <Field label="Reason" />
    </div>
  );
  return (
    <Group id="dialog" title="Dialog and Drawer">
      <Row>
        <Button onClick={() => setShown("dialog")}>Open the dialog</Button>
        <Button onClick={() => setShown("drawer")}>Open the drawer</Button>
      </Row>
      <Dialog open={shown === "dialog"} onClose={close} title="A dialog">
        {content}
      </Dialog>
      <Drawer open={shown === "drawer"} onClose={close} title="A drawer">
        {content}
      </Drawer>
    </Group>
  );
}
