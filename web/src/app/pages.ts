/** The pages there are: name, path, and the letter that goes there after `g`. */
export const PAGES = [
  { title: "Overview", path: "/", letter: "o" },
  { title: "Market", path: "/market", letter: "m" },
  { title: "Orders", path: "/orders", letter: "t" },
  { title: "Risk", path: "/risk", letter: "r" },
  { title: "Data", path: "/data", letter: "d" },
] as const;

export type PagePath = (typeof PAGES)[number]["path"];
