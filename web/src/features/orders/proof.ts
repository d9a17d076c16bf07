/** What the journal proves about one link of a chain, in a word. */
import type { EventView } from "@/api/schema/execution";
import type { StateKind } from "@/ui/State";

type Proved = Pick<EventView, "verified" | "outbox">;

export function proof({ verified, outbox }: Proved): { kind: StateKind; words: string } {
  if (verified === false) return { kind: "bad", words: "its hash does not hold" };
  if (outbox && !outbox.verified) return { kind: "bad", words: "the outbox says something else" };
  if (verified === null) return { kind: "warn", words: "not proved: the journal's file is not here" };
  if (!outbox) return { kind: "warn", words: "proved by the file alone" };
  return { kind: "good", words: "proved just now" };
}
