// Builds the windows' pages; tests run against the same sources.
import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig(({ mode }) => ({
  plugins: [svelte()],
  base: "./",
  clearScreen: false,
  // The words lie beside those of the program.
  server: { fs: { allow: [".", "../src-tauri/core/words"] } },
  build: {
    target: "safari16",
    modulePreload: { polyfill: false },
    rollupOptions: { input: { index: "index.html", settings: "settings.html", bell: "bell.html" } },
  },
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  test: { environment: "happy-dom", include: ["src/**/*.test.ts"] },
}));
