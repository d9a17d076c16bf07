import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where the API is forwarded to while developing: `make web` names the gateway of the platform that runs. */
const gateway = process.env.GATEWAY_URL ?? "http://127.0.0.1:8001";
/** The gateway compares Host and Origin, so it is told the Host that the browser named. */
const forwarded = { target: gateway, changeOrigin: false };

/** The entry and all that it needs at once, in one file: it compresses better than in several. */
const SHELL = /src\/main\.tsx/;

/** Apart, so that a page without a table need not load it. */
const TABLE = /node_modules\/@tanstack\/(react-table|table-core|react-virtual|virtual-core)\//;

const TESTS = "src/**/*.test.{ts,tsx}";

/** These draw charts that go on after a test, or put something in the place of a module that others need as it is. */
const APART = ["src/ui/PriceChart.test.tsx", "src/ui/Series.test.tsx", "src/features/kit/kit.test.tsx"];

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: {
    alias: [
      { find: "@", replacement: fileURLToPath(new URL("./src", import.meta.url)) },
      // React has had it since 18.
      { find: /^use-sync-external-store\/shim$/, replacement: "react" },
    ],
  },
  html: { cspNonce: "NAUTILUS_NONCE" },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "shell", test: SHELL },
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
    setupFiles: ["src/test.ts"],
    // A document for each file takes four times as long as the tests: most share one, and clean up behind themselves.
    projects: [
      { extends: true, test: { name: "shared", include: [TESTS], exclude: APART, isolate: false } },
      { extends: true, test: { name: "apart", include: APART } },
    ],
  },
});
