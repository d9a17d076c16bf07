import { environmentOf, type Environment } from "./environment";
import { useRun } from "./useRun";

const COLOURS: Readonly<Record<Environment, string>> = {
  PAPER: "bg-warn",
  BACKTEST: "bg-accent",
  LIVE: "bg-danger",
  UNKNOWN: "bg-danger",
};

/** Whether the money is real: a word on a colour, at the same place on every page. */
export function Band() {
  const { data } = useRun();
  if (data === null) return <Idle text="NO RUN" hint="Nothing is traded: no run was started yet." />;
  if (!data) return <Idle text="…" hint="The environment is not known yet." />;
  const environment = environmentOf(data.account);
  return (
    <p
      className={`environment flex min-w-[84px] flex-col justify-center px-3 leading-tight font-bold text-ground ${COLOURS[environment]}`}
    >
      <span className="sr-only">Environment </span>
      {environment}
      <span className="text-[0.75em] font-normal">{data.account}</span>
    </p>
  );
}

function Idle({ text, hint }: { text: string; hint: string }) {
  return (
    <p title={hint} className="flex min-w-[84px] flex-col justify-center bg-line px-3 font-bold">
      {text}
    </p>
  );
}
