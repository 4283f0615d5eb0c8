import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // One less than there are processors would leave one of two idle, and tests mostly wait.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/unit/**/*.test.ts", "test/contract/**/*.test.ts"],
          // For what hangs alone: compilers load in them, slowly on a busy machine.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // A worker a file would take most of the time; each test restores what it replaces.
          isolate: false,
        },
      },
      {
        test: {
          name: "integration",
          include: ["test/integration/**/*.test.ts", "test/runtime/**/*.test.ts"],
          // For what hangs alone: a build takes seconds, and on a busy machine more than a minute.
          testTimeout: 300_000,
          hookTimeout: 300_000,
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
