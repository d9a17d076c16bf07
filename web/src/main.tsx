import "@/app/theme.css";
import { createRoot } from "react-dom/client";

const page = document.getElementById("page");
if (page) createRoot(page).render(<h1>Nautilus</h1>);
