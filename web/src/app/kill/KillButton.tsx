import { Button } from "@/ui/Button";
import { dialog } from "../dialogs";
import { useHalted } from "./useHalted";

const open = (): void => dialog.set("kill");

/** In the header of every page. Opens what says what will happen; it does nothing by itself. */
export function KillButton() {
  const { isHalted, account } = useHalted();
  return isHalted ? (
    <Button onClick={open} aria-haspopup="dialog" className="!border-danger !bg-danger font-bold !text-ground">
      <span aria-hidden="true">■</span> HALTED
      <span className="sr-only"> {account}: open to re-arm</span>
    </Button>
  ) : (
    <Button kind="danger" onClick={open} aria-haspopup="dialog" className="font-semibold">
      <span aria-hidden="true">■</span> Kill<span className="hidden sm:inline"> switch</span>
    </Button>
  );
}
