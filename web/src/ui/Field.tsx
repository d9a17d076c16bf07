import { useId, type ComponentProps } from "react";

export interface FieldProps extends ComponentProps<"input"> {
  label: string;
  /** Shown behind the input, for example `USD` or `%`. */
  unit?: string;
  hint?: string;
  error?: string;
}

/** A labelled input; the unit, the hint and the error are read with it. */
export function Field({ label, unit, hint, error, id, className = "", ...rest }: FieldProps) {
  const made = useId();
  const input = id ?? made;
  const described = [unit && `${input}-unit`, hint && `${input}-hint`, error && `${input}-error`].filter(Boolean);
  return (
    <div className={`flex min-w-0 flex-col gap-0.5 ${className}`}>
      <label htmlFor={input} className="text-dim">
        {label}
        {rest.required ? <span aria-hidden="true"> *</span> : null}
      </label>
      <div className="flex items-center gap-1">
        <input
          autoComplete="off"
          {...rest}
          id={input}
          aria-invalid={error ? true : undefined}
          aria-describedby={described.length > 0 ? described.join(" ") : undefined}
          className={`min-h-[26px] w-full min-w-0 rounded border bg-ground px-2 placeholder:text-dim disabled:text-dim ${error ? "border-danger" : "border-dim"}`}
        />
        {unit ? (
          <span id={`${input}-unit`} className="shrink-0 text-dim">
            {unit}
          </span>
        ) : null}
      </div>
      {hint ? (
        <p id={`${input}-hint`} className="text-dim">
          {hint}
        </p>
      ) : null}
      {error ? (
        <p id={`${input}-error`} role="status" className="text-danger">
          ✕ {error}
        </p>
      ) : null}
    </div>
  );
}
