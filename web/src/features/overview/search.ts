/** What the address of the Overview holds: the engine whose drawer is open, and its tab. */

export const DRAWER_TABS = ["state", "log", "configuration"] as const;
export type DrawerTab = (typeof DRAWER_TABS)[number];

export interface OverviewSearch {
  engine?: string;
  tab?: DrawerTab;
}

export function search(raw: Record<string, unknown>): OverviewSearch {
  const found: OverviewSearch = {};
  if (typeof raw["engine"] === "string" && /^[a-z]{1,20}$/.test(raw["engine"])) found.engine = raw["engine"];
  const tab = DRAWER_TABS.find((name) => name === raw["tab"]);
  if (found.engine && tab) found.tab = tab;
  return found;
}
