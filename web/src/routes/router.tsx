/** Which address shows which page. Pages are loaded when they are needed, or pointed at. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";
import { Shell } from "@/app/Shell";
import { search as dataSearch } from "@/features/data/search";
import { search as marketSearch } from "@/features/market/search";
import { search as ordersSearch } from "@/features/orders/search";
import { search as overviewSearch } from "@/features/overview/search";
import { search as riskSearch } from "@/features/risk/search";
import { RouteFailed } from "./RouteFailed";

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: lazyRouteComponent(() => import("./RouteMissing")),
});

const overview = createRoute({
  getParentRoute: () => root,
  path: "/",
  validateSearch: overviewSearch,
  component: lazyRouteComponent(() => import("@/features/overview")),
});

const market = createRoute({
  getParentRoute: () => root,
  path: "/market",
  validateSearch: marketSearch,
  component: lazyRouteComponent(() => import("@/features/market")),
});

const orders = createRoute({
  getParentRoute: () => root,
  path: "/orders",
  validateSearch: ordersSearch,
  component: lazyRouteComponent(() => import("@/features/orders")),
});

const risk = createRoute({
  getParentRoute: () => root,
  path: "/risk",
  validateSearch: riskSearch,
  component: lazyRouteComponent(() => import("@/features/risk")),
});

const data = createRoute({
  getParentRoute: () => root,
  path: "/data",
  validateSearch: dataSearch,
  component: lazyRouteComponent(() => import("@/features/data")),
});

/** For whoever builds the page: no menu leads there. */
const kit = createRoute({
  getParentRoute: () => root,
  path: "/kit",
  component: lazyRouteComponent(() => import("@/features/kit")),
});

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: root.addChildren([overview, market, orders, risk, data, kit]),
    context: { queries },
    defaultPreload: "intent",
    defaultErrorComponent: RouteFailed,
    scrollRestoration: true,
  });
}
