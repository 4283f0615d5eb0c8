#!/usr/bin/env node
// The `espulse` command: starts the compiled command line, and in a checkout compiles it first where
// it is older than its sources. No dependency here: each would be paid for by every verb.
import { existsSync } from "node:fs";

// Until the program catches them itself. `demo` has no other end than an interruption.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(process.argv[2] === "demo" ? 0 : 130));
}

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
  console.error(
    `espulse: needs Node.js 20.12 or later; this is ${process.version} (${process.execPath})`,
  );
  process.exit(2);
}

// A package comes compiled and without its sources.
if (existsSync(new URL("../host/cli/main.ts", import.meta.url))) {
  const { compileIfStale } = await import("./compile.js");
  await compileIfStale();
}
await import("../dist/espulse.js");
