import "@/app/theme.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { makeQueryClient } from "@/api/client";
import { startLive } from "@/live";
import { followPages } from "@/routes/arrival";
import { makeRouter } from "@/routes/router";

/** What a modal needs to hold the page still is a <style>, which the page's policy allows with this nonce alone. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce;
if (nonce) setNonce(nonce);

const queries = makeQueryClient();
const router = makeRouter(queries);
followPages(router);
startLive();

const page = document.getElementById("page");
if (page)
  createRoot(page).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
