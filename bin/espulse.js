#!/usr/bin/env node
// The `espulse` command in a checkout: runs the TypeScript source through tsx.
import { register } from "tsx/esm/api";

// Until the program catches them itself. `demo` has no other end than an interruption.
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.exit(process.argv[2] === "demo" ? 0 : 130));
}

register();
await import("../host/cli/main.ts");
