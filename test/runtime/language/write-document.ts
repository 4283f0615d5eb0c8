// npm run docs:language: builds every row and writes the tables of docs/language.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../../host/errors.ts";
import { buildSnippet } from "./build-snippet.ts";
import { type Cost, costs } from "./costs.ts";
import { DIFFERENCES } from "./differences.ts";
import { DOCUMENT, documentFrom } from "./document.ts";
import { SNIPPETS, THEMES } from "./snippets.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-document-"));
const faults = new Map<string, readonly Fault[]>();
let measured: readonly Cost[] = [];
try {
  for (const [key, row] of SNIPPETS.entries()) {
    if (row.refused) faults.set(row.name, (await buildSnippet(row, key, folder)).faults);
  }
  measured = await costs(folder);
} finally {
  rmSync(folder, { recursive: true });
}
const faultsOf = ({ name }: { name: string }) => faults.get(name) ?? [];
const told = { costs: measured, themes: THEMES, differences: DIFFERENCES, faultsOf };
writeFileSync(DOCUMENT, documentFrom(told));
