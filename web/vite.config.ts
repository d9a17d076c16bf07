import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the API is forwarded to while developing: `make web` names the gateway of the platform that runs. */
const gateway = process.env.GATEWAY_URL ?? "http://127.0.0.1:8001";
/** The gateway compares Host and Origin, so it is told the Host that the browser named. */
const forwarded = { target: gateway, changeOrigin: false };

/** What every page needs of libraries, in one file: it compresses better, and stays cached when the page changes. */
const LIBRARIES =
  /node_modules\/(react|react-dom|scheduler|openapi-fetch|get-nonce|use-sync-external-store|@tanstack\/(react-(query|router|store)|query-core|router-core|history|store))\/(?!.*infiniteQuery)/i;

/** Apart from them, so that a page without a table need not load it. */
const TABLE = /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\//;

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  html: { cspNonce: "NAUTILUS_NONCE" },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "libraries", test: LIBRARIES },
            { name: "table", test: TABLE },
          ],
        },
      },
    },
  },
  server: {
    host: "127.0.0.1",
    port: 3000,
    strictPort: true,
    proxy: { "/api": { ...forwarded, ws: true }, "/login": forwarded, "/logout": forwarded },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/test.ts"],
  },
});
