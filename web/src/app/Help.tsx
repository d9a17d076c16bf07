import { Dialog } from "@/ui/Dialog";
import { SHORTCUTS } from "./shortcuts";

/** The keys of the page. */
export default function Help({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keys">
      <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-2">
        {SHORTCUTS.map(({ keys, does }) => (
          <div key={does} className="contents">
            <dt className="flex flex-wrap gap-1">
              {keys.map((key) => (
                <kbd key={key} className="rounded border border-line bg-ground px-1.5 font-mono whitespace-nowrap">
                  {key}
                </kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-dim">Keys do nothing while you type in a field, and none of them sends an order.</p>
    </Dialog>
  );
}
