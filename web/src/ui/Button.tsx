import type { ComponentProps } from "react";

export type ButtonKind = "plain" | "primary" | "danger" | "quiet";

const KINDS: Record<ButtonKind, string> = {
  plain: "border-dim bg-panel text-text enabled:hover:border-accent enabled:hover:text-accent disabled:border-line",
  primary: "border-accent bg-accent text-ground enabled:hover:opacity-90 disabled:border-line",
  danger: "border-danger text-danger enabled:hover:bg-danger enabled:hover:text-ground disabled:border-line",
  quiet: "border-transparent text-text enabled:hover:border-dim enabled:hover:text-accent",
};

/** A button of at least 24 by 24 px; `type="button"` unless told, so that none submits by accident. */
export function Button({ kind = "plain", className = "", type = "button", ...rest }: ButtonProps) {
  return (
    <button
      {...rest}
      // oxlint-disable-next-line react/button-has-type -- the type is a prop with a default
      type={type}
      className={`inline-flex min-h-[24px] min-w-[24px] cursor-pointer items-center justify-center gap-1 rounded border px-2 py-0.5 whitespace-nowrap aria-pressed:border-accent aria-pressed:text-accent disabled:cursor-not-allowed disabled:bg-transparent disabled:text-dim ${KINDS[kind]} ${className}`}
    />
  );
}

export interface ButtonProps extends ComponentProps<"button"> {
  kind?: ButtonKind;
}
