import { Link } from "@tanstack/react-router";
import { PAGES } from "@/app/pages";

/** There is no page of that address. */
export default function RouteMissing() {
  return (
    <div className="flex flex-col gap-3">
      <h1 tabIndex={-1} className="text-[1.3em] font-semibold">
        There is no such page
      </h1>
      <p>
        <code className="break-all">{location.pathname}</code> leads nowhere. There are:
      </p>
      <ul className="flex flex-wrap gap-4">
        {PAGES.map(({ title, path }) => (
          <li key={path}>
            <Link to={path} className="text-accent underline">
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
