import type { ReactNode } from "react";

/** One piece of the kit, with an address of its own. */
export function Group({ id, title, children }: { id: string; title: string; children: ReactNode }) {
  return (
    <section
      id={id}
      aria-labelledby={`${id}-title`}
      className="flex scroll-mt-16 flex-col gap-3 border-t border-line pt-3"
    >
      <h2 id={`${id}-title`} className="text-[1.15em] font-semibold">
        {title}
      </h2>
      {children}
    </section>
  );
}

/** A piece in one state, and the name of the state. */
export function Specimen({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={`flex min-w-0 flex-col gap-1 ${wide ? "w-full" : ""}`}>
      <h3 className="text-dim">{name}</h3>
      {children}
    </div>
  );
}

export function Row({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-start gap-x-6 gap-y-3">{children}</div>;
}

export function Grid({ children }: { children: ReactNode }) {
  return <div className="grid items-start gap-3 sm:grid-cols-2 xl:grid-cols-3">{children}</div>;
}
