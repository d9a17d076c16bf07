import { useState } from "react";
import { Button } from "@/ui/Button";
import { Field } from "@/ui/Field";
import { HoldButton } from "@/ui/HoldButton";
import { Select } from "@/ui/Select";
import { Tabs } from "@/ui/Tabs";
import { Group, Grid, Row, Specimen } from "./Group";
import { LONG } from "./sample";

export function Buttons() {
  const [isPressed, setPressed] = useState(true);
  return (
    <Group id="button" title="Button">
      <Row>
        {(["plain", "primary", "danger", "quiet"] as const).map((kind) => (
          <Specimen key={kind} name={kind}>
            <Row>
              <Button kind={kind}>Press</Button>
              <Button kind={kind} disabled>
                Disabled
              </Button>
            </Row>
          </Specimen>
        ))}
        <Specimen name="pressed">
          <Button aria-pressed={isPressed} onClick={() => setPressed(!isPressed)}>
            Pause
          </Button>
        </Specimen>
        <Specimen name="small">
          <Button aria-label="Close">✕</Button>
        </Specimen>
      </Row>
    </Group>
  );
}

export function Fields() {
  const [choice, setChoice] = useState<"day" | "gtc" | "ioc">("day");
  return (
    <>
      <Group id="field" title="Field">
        <Grid>
          <Field label="Quantity" inputMode="decimal" defaultValue="100" />
          <Field label="Price" unit="USD" hint="In steps of 0.25." defaultValue="1632.25" required />
          <Field label="Price" unit="USD" error="1632.13 is not a multiple of 0.25." defaultValue="1632.13" />
          <Field label="Reason" placeholder="Why?" />
          <Field label="Account" defaultValue="paper-7" disabled />
          <Field label={LONG} hint={LONG} defaultValue={LONG} />
        </Grid>
      </Group>
      <Group id="select" title="Select">
        <Grid>
          <Select
            label="Time in force"
            value={choice}
            onChange={setChoice}
            options={[
              { value: "day", label: "day" },
              { value: "gtc", label: "good till cancelled" },
              { value: "ioc", label: "immediate or cancel", disabled: true },
            ]}
          />
          <Select label="Disabled" value="a" onChange={() => {}} options={[{ value: "a", label: "one" }]} disabled />
          <Select
            label="Long"
            value="a"
            onChange={() => {}}
            options={[{ value: "a", label: LONG }]}
            hint="With a hint."
          />
        </Grid>
      </Group>
    </>
  );
}

const TABS = [
  { id: "orders", label: "Orders" },
  { id: "fills", label: "Fills" },
  { id: "positions", label: "Positions" },
] as const;

export function TabGroups() {
  const [tab, setTab] = useState<(typeof TABS)[number]["id"]>("orders");
  const many = Array.from({ length: 12 }, (_, index) => ({ id: `${index}`, label: `Strategy ${index + 1}` }));
  const [one, setOne] = useState("0");
  return (
    <Group id="tabs" title="Tabs">
      <div>
        <Tabs label="Blotter" value={tab} onChange={setTab} tabs={TABS}>
          <p className="p-3">The panel of {tab}.</p>
        </Tabs>
      </div>
      <div>
        <Tabs label="More than fit" value={one} onChange={setOne} tabs={many}>
          <p className="p-3">The panel of strategy {one}.</p>
        </Tabs>
      </div>
    </Group>
  );
}

export function Holds() {
  const [held, setHeld] = useState(0);
  return (
    <Group id="hold-button" title="HoldButton">
      <p id="kit-hold">In the kit it counts, and does nothing else. Held: {held}</p>
      <Row>
        <HoldButton label="Stop all trading" describedBy="kit-hold" onHeld={() => setHeld(held + 1)} />
        <HoldButton label="Half a second" seconds={0.5} onHeld={() => setHeld(held + 1)} />
        <HoldButton label="Disabled" onHeld={() => {}} disabled />
      </Row>
    </Group>
  );
}
