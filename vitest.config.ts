import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/contract/**/*.test.ts"],
          // A worker a file would take most of the time; each test restores what it replaces.
          isolate: false,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts", "test/runtime/**/*.test.ts"],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Boards of one file run side by side: most of their time is waiting.
          maxConcurrency: 20,
        },
      },
      // By hand: npm run soak.
      {
        test: {
          name: "soak",
          include: ["test/soak/**/*.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
