import { originOf, type FieldName } from "@/api/origin";
import { Meter } from "@/ui/Meter";

export const LIMIT_NAMES: Record<string, string> = {
  order_notional: "Value of the order",
  position_notional: "Value of the position",
  gross_exposure: "Gross exposure",
  daily_loss: "Loss of the day",
};

/** Each limit's figure against its ceiling, as the gate saw it. */
export function Figures(props: {
  figures: readonly (readonly [string, string, string])[];
  currency: string | undefined;
  asOf?: number | null;
}) {
  if (props.figures.length === 0) return <p className="text-dim">No limit was measured.</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {props.figures.map(([limit, figure, ceiling]) => (
        <li key={limit}>
          <Meter
            label={LIMIT_NAMES[limit] ?? limit.replaceAll("_", " ")}
            value={figure}
            ceiling={ceiling}
            unit="currency"
            currency={props.currency}
            {...(limit in LIMIT_NAMES
              ? { origin: originOf(`risk.LimitsView.${limit}` as FieldName, "execution, the gate", props.asOf ?? null) }
              : {})}
          />
        </li>
      ))}
    </ul>
  );
}
