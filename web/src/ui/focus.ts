import { createContext } from "react";

/** Whether numbers and links inside are tab stops: in a table only those of the row that has the focus are. */
export const TabStop = createContext(true);
