import { use, useId, type ReactNode } from "react";
import { TabStop } from "./focus";
import { NOTHING, formatParts, isNumeric, signOf, type AmountFormat } from "./format";
import { OriginPopover } from "./OriginPopover";
import type { Amount, Origin, Unit } from "./types";
import { useOrigin } from "./useOrigin";

export interface NumberProps extends AmountFormat {
  value: Amount;
  unit: Unit;
  origin?: Origin | undefined;
  /** Why there is no value, where there is none. */
  reason?: string | undefined;
}

/**
 * An amount in tabular figures. `signed` colours gains and losses, beside their sign.
 * With an origin it is a button that says where it comes from; the popover exists only while it is open.
 */
export function Number({ value, unit, origin, reason, ...format }: NumberProps) {
  const parts = formatParts(value, unit, format);
  const isMissing = parts.number === NOTHING;
  const sign = format.signed && isNumeric(unit) ? signOf(value) : 0;
  const tone = isMissing ? "text-dim" : sign === 1 ? "text-up" : sign === -1 ? "text-down" : "";
  const why = isMissing ? reason : undefined;
  const content = isMissing ? (
    <>
      <span aria-hidden="true">{NOTHING}</span>
      <span className="sr-only">no value{why ? `: ${why}` : ""}</span>
    </>
  ) : (
    <>
      {parts.number}
      {parts.unit ? <span className={tone ? "" : "text-dim"}>{parts.unit}</span> : null}
    </>
  );
  // Relative, since what is hidden for the eye would widen the page from where it has no place.
  const className = `relative whitespace-nowrap tabular-nums ${tone}`;
  if (!origin) return <span className={className}>{content}</span>;
  return (
    <WithOrigin origin={origin} unit={unit} currency={format.currency} reason={why} className={className}>
      {content}
    </WithOrigin>
  );
}

interface WithOriginProps {
  origin: Origin;
  unit?: Unit;
  currency?: string | undefined;
  reason?: string | undefined;
  className?: string;
  label?: string;
  children: ReactNode;
}

/** Something that says on hover, focus and tap where it comes from. */
export function WithOrigin({ origin, unit, currency, reason, className = "", label, children }: WithOriginProps) {
  const id = useId();
  const isStop = use(TabStop);
  const { isOpen, ref, trigger, keep } = useOrigin<HTMLButtonElement>();
  return (
    <>
      <button
        ref={ref}
        type="button"
        tabIndex={isStop ? 0 : -1}
        aria-label={label}
        aria-describedby={isOpen ? id : undefined}
        {...trigger}
        onClick={(event) => {
          event.stopPropagation();
          trigger.onClick();
        }}
        className={`inline-flex min-h-[24px] min-w-[24px] cursor-help items-center rounded-sm [text-align:inherit] decoration-dotted underline-offset-2 hover:underline ${className}`}
      >
        <span className="flex-1">{children}</span>
      </button>
      {isOpen ? (
        <OriginPopover
          id={id}
          origin={origin}
          unit={unit}
          currency={currency}
          reason={reason}
          anchor={ref}
          keep={keep}
        />
      ) : null}
    </>
  );
}
