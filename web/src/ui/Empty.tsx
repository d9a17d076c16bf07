import { useState, type ReactNode } from "react";
import { Button } from "./Button";

export interface EmptyProps {
  /** What is not there, for example `No bars for AAPL.` */
  title: string;
  /** The next step in words. */
  children?: ReactNode;
  /** The next step as a command to copy. */
  command?: string;
}

/** Nothing to show, and what to do about it. */
export function Empty({ title, children, command }: EmptyProps) {
  return (
    <div className="flex flex-col items-center justify-center gap-2 p-6 text-center">
      <p className="font-semibold">{title}</p>
      {children ? <div className="max-w-prose text-dim">{children}</div> : null}
      {command ? <Command text={command} /> : null}
    </div>
  );
}

function Command({ text }: { text: string }) {
  const [copied, setCopied] = useState<"yes" | "no" | "refused">("no");
  const copy = (): void => {
    navigator.clipboard.writeText(text).then(
      () => setCopied("yes"),
      () => setCopied("refused"),
    );
  };
  return (
    <div className="flex max-w-full flex-wrap items-center justify-center gap-2">
      <code className="rounded border border-line bg-ground px-2 py-0.5 font-mono break-all select-all">{text}</code>
      <Button onClick={copy}>
        Copy<span className="sr-only"> the command</span>
      </Button>
      <span role="status" className="text-dim empty:hidden">
        {copied === "yes" ? "Copied" : copied === "refused" ? "Select the text to copy it" : ""}
      </span>
    </div>
  );
}
