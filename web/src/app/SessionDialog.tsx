import { useState } from "react";
import { Dialog } from "@/ui/Dialog";
import { Notice } from "./Notice";
import { useRecovery } from "./useRecovery";

/** Over the page, which stays as it is: nothing that was typed is lost. Put away, it leaves a line that says so. */
export default function SessionDialog() {
  const [isOpen, setOpen] = useState(true);
  const retry = useRecovery();
  return (
    <>
      <Dialog open={isOpen} onClose={() => setOpen(false)} title="Your session is over">
        <p>
          Run <code className="rounded bg-ground px-1 font-mono">nautilus login</code> in a terminal and open the link
          that it prints, in this browser. This page then goes on by itself, where you left it.
        </p>
        <p className="mt-2 text-dim">Waiting for the new session…</p>
      </Dialog>
      {isOpen ? null : (
        <Notice onRetry={retry}>
          <strong>✕ Your session is over.</strong> Run <code>nautilus login</code>: this page goes on by itself.
        </Notice>
      )}
    </>
  );
}
