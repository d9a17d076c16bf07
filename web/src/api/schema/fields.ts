// Made by `npm run client` from the routes of the engines; not edited by hand.
import type { Unit } from "@/ui/types";

export const fields = {
} as const satisfies Readonly<Record<string, { unit: Unit; description: string }>>;
