import { useId, type ReactNode } from "react";

export interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly { value: Value; label: string; disabled?: boolean }[];
  /** Keep the label for screen readers only, where the surroundings say it. */
  hideLabel?: boolean;
  disabled?: boolean;
  hint?: ReactNode;
}

/** One of several, as the platform's own control: it works with every keyboard, screen reader and phone. */
export function Select<Value extends string>(props: SelectProps<Value>) {
  const { label, value, onChange, options, hideLabel = false, disabled = false, hint } = props;
  const id = useId();
  const choose = (chosen: string): void => {
    const option = options.find((one) => one.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-dim"}>
        {label}
      </label>
      <select
        id={id}
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => choose(event.target.value)}
        className="min-h-[26px] max-w-full rounded border border-dim bg-ground px-1 text-text disabled:text-dim"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
      {hint ? (
        <p id={`${id}-hint`} className="text-dim">
          {hint}
        </p>
      ) : null}
    </div>
  );
}
