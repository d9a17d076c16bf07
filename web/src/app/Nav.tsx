import { Link } from "@tanstack/react-router";
import { PAGES } from "./pages";

/** The pages. The one that is shown is marked `aria-current`, by weight and by a line. */
export function Nav({ className = "", onGone }: { className?: string; onGone?: () => void }) {
  return (
    <nav aria-label="Pages" className={className}>
      <ul className="flex flex-wrap items-stretch md:flex-nowrap">
        {PAGES.map(({ title, path }) => (
          <li key={path} className="flex">
            <Link
              to={path}
              activeOptions={{ exact: path === "/", includeSearch: false }}
              {...(onGone ? { onClick: onGone } : {})}
              className="flex min-h-[32px] items-center border-b-2 border-transparent px-3 hover:text-accent aria-[current=page]:border-accent aria-[current=page]:font-semibold"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
