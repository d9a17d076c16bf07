/** What a kill would do now, in sentences. */
import type { KillPreview } from "@/api/schema/risk";

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** First what it does, then what it leaves. What nobody can say now is said to be unknown. */
export function consequences(preview: KillPreview): string[] {
  const { account, orders, positions, strategies } = preview;
  const running = strategies?.filter(({ state }) => state === "RUNNING").length;
  return [
    `Every new order of ${account} is refused, from now until someone re-arms it.`,
    orders === null
      ? "Open orders are cancelled; how many is not known, since execution does not answer."
      : orders.length === 0
        ? "There are no open orders to cancel."
        : `${counted(orders.length, "open order is", "open orders are")} cancelled.`,
    positions === null
      ? "Positions stay as they are; how many is not known, since portfolio does not answer."
      : positions.length === 0
        ? "There are no open positions."
        : `${counted(positions.length, "open position stays", "open positions stay")}: nothing is sold or bought.`,
    ...(running === undefined
      ? []
      : [`${counted(running, "running strategy gets", "running strategies get")} no order through.`]),
  ];
}
