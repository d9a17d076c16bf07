import { useQuery } from "@tanstack/react-query";
import { every, loadingOf } from "@/api/client";
import { difference } from "@/api/decimal";
import { execution } from "@/api/execution";
import { figureOf } from "@/api/origin";
import { portfolio } from "@/api/portfolio";
import { risk } from "@/api/risk";
import { useRun } from "@/app/useRun";
import { useLive } from "@/live";
import { byWidth } from "@/ui/byWidth";
import { Empty } from "@/ui/Empty";
import { Panel } from "@/ui/Panel";
import { Stat, type Tone } from "@/ui/Stat";
import { line } from "./figures";

/** The course of a run changes with its marks: every few seconds is often enough for a line. */
const COURSE_MS = 4_000;

interface LiveAccount {
  run: number;
  equity: string;
  ts_event: number;
}

interface LiveMeasure {
  run: number;
  gross_exposure: string;
  var_95: string | null;
  window: number;
  ts_event: number;
}

/** What the account is worth, what it stands to lose, what it does. Values are live, lines are its marks so far. */
export function Figures() {
  const newest = useRun();
  const account = useQuery({
    ...portfolio.account(),
    enabled: Boolean(newest.data),
    refetchInterval: every(COURSE_MS),
  });
  const run = account.data?.run ?? null;
  const curve = useQuery({ ...portfolio.curve(run), enabled: run !== null, refetchInterval: every(COURSE_MS) });
  const measures = useQuery({ ...risk.measures(run), enabled: run !== null, refetchInterval: every(COURSE_MS) });
  const activity = useQuery({ ...execution.activity(run), enabled: run !== null, refetchInterval: every(COURSE_MS) });
  return (
    <Panel
      title="Account"
      height={`max(${byWidth(768, 260, 108)}, ${byWidth(1280, 185, 108)})`}
      loading={loadingOf(newest, account)}
      isEmpty={!account.data}
      empty={<Empty title="No account yet.">Start a replay: its paper account is opened with it.</Empty>}
    >
      <div className="grid grid-cols-2 md:grid-cols-3 xl:grid-cols-[1.3fr_1.35fr_1fr_1.15fr_1.1fr_0.9fr]">
        {account.data ? (
          <Worth account={account.data} equity={line(curve.data ?? [], (point) => point.equity)} />
        ) : null}
        <AtRisk
          account={account.data?.account ?? ""}
          currency={account.data?.currency}
          measures={measures.data ?? []}
        />
        <Activity points={activity.data?.points ?? []} />
      </div>
    </Panel>
  );
}

type Account = NonNullable<ReturnType<typeof useAccount>>;
const useAccount = () => useQuery(portfolio.account()).data;

function Worth({ account, equity }: { account: Account; equity: number[] }) {
  const live = useLive<LiveAccount>("account", account.account);
  const newest = live && live.run === account.run && live.ts_event > account.ts_event ? live : account;
  const gain = difference(newest.equity, account.starting_cash);
  const share = Number(gain) / Number(account.starting_cash);
  const source = "portfolio /account";
  const tone = toneOf(gain);
  const base = Number(account.starting_cash);
  return (
    <>
      <Stat
        label={`Net asset value, ${account.account}`}
        {...figureOf("portfolio.AccountView.equity", newest.equity, source, newest.ts_event)}
        currency={account.currency}
        spark={equity}
      />
      <Stat
        label="Profit and loss"
        {...figureOf("portfolio.AccountView.equity", gain, `${source}: equity less starting cash`, newest.ts_event)}
        currency={account.currency}
        signed
        tone={tone}
        spark={equity.map((value) => value - base)}
      />
      <Stat
        label="Return since start"
        {...figureOf(
          "portfolio.AccountView.equity",
          share,
          `${source}: profit and loss ÷ starting cash`,
          newest.ts_event,
        )}
        unit="fraction"
        signed
        tone={tone}
      />
    </>
  );
}

type Measure = { gross_exposure: string; var_95: string | null; window: number; ts_event: number };

function AtRisk(props: { account: string; currency: string | undefined; measures: readonly Measure[] }) {
  const live = useLive<LiveMeasure>("risk", `measures ${props.account}`);
  const last = props.measures.at(-1);
  const newest = live && (!last || live.ts_event >= last.ts_event) ? live : last;
  const source = "risk /measures";
  const asOf = newest?.ts_event ?? null;
  return (
    <>
      <Stat
        label="Gross exposure"
        {...figureOf("risk.MeasureView.gross_exposure", newest?.gross_exposure, source, asOf)}
        currency={props.currency}
        spark={line(props.measures, (point) => point.gross_exposure)}
        reason="nothing has been measured yet"
      />
      <Stat
        label="Value at risk, 1 day, 95 %"
        {...figureOf("risk.MeasureView.var_95", newest?.var_95, source, asOf)}
        currency={props.currency}
        spark={line(props.measures, (point) => point.var_95)}
        reason={`needs 30 daily returns behind it, and has ${newest?.window ?? 0}`}
      />
    </>
  );
}

function Activity({ points }: { points: readonly { ts_event: number; orders: number }[] }) {
  const last = points.at(-1);
  return (
    <Stat
      label="Orders of this run"
      {...figureOf("execution.ActivityPoint.orders", last?.orders, "execution /activity", last?.ts_event ?? null)}
      spark={line(points, (point) => point.orders)}
      reason="no order yet"
    />
  );
}

function toneOf(gain: string): Tone | undefined {
  const size = Number(gain);
  return size > 0 ? "up" : size < 0 ? "down" : undefined;
}
