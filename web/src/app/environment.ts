/** What kind of money an account moves: said by its name, which the platform gives it (`paper-7`). */

export type Environment = "PAPER" | "LIVE" | "BACKTEST" | "UNKNOWN";

const BY_PREFIX = new Map<string, Environment>([
  ["paper", "PAPER"],
  ["live", "LIVE"],
  ["backtest", "BACKTEST"],
]);

/** What is not known is shown as that, and as alarming as LIVE. */
export function environmentOf(account: string): Environment {
  return BY_PREFIX.get(account.split("-")[0] ?? "") ?? "UNKNOWN";
}
