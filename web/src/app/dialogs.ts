/** Which of the shell's own dialogs is open: one at a time, opened by keys, by the header or from the palette. */
import { cell } from "@/api/cell";

export type ShellDialog = "palette" | "help" | "kill";

export const dialog = cell<ShellDialog | null>(null);

export const closeDialog = (): void => dialog.set(null);
