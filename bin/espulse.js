#!/usr/bin/env node
// The `espulse` command in a checkout: runs the TypeScript source through tsx.
import { register } from "tsx/esm/api";

register();
await import("../host/cli/main.ts");
