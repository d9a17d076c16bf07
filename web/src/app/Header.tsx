import { Band } from "./Band";
import { ConnectionState } from "./ConnectionState";
import { KillButton } from "./kill/KillButton";
import { Menu } from "./Menu";
import { Nav } from "./Nav";
import { RunState } from "./RunState";

/** Environment, pages, how the run and the connection are, and the switch that stops trading. Always in sight. */
export function Header() {
  return (
    <header className="sticky top-0 z-20 flex min-h-[38px] items-stretch gap-2 border-b border-line bg-panel pr-2">
      <Band />
      <Nav className="hidden items-stretch md:flex" />
      <div className="ml-auto flex min-w-0 items-center gap-2 sm:gap-3">
        <RunState className="hidden lg:flex" />
        <ConnectionState />
        <KillButton />
        <Menu />
      </div>
    </header>
  );
}
