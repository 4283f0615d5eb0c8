// npm run docs:language: builds every row and writes the tables of docs/language.md.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Fault } from "../../../host/errors.ts";
import { buildSnippet } from "./build-snippet.ts";
import { DIFFERENCES } from "./differences.ts";
import { DOCUMENT, documentFrom } from "./document.ts";
import { SNIPPETS, THEMES } from "./snippets.ts";

const folder = mkdtempSync(join(tmpdir(), "espulse-document-"));
const faults = new Map<string, readonly Fault[]>();
try {
  for (const [key, row] of SNIPPETS.entries()) {
    if (row.refused) faults.set(row.name, (await buildSnippet(row, key, folder)).faults);
  }
} finally {
  rmSync(folder, { recursive: true });
}
const faultsOf = ({ name }: { name: string }) => faults.get(name) ?? [];
writeFileSync(DOCUMENT, documentFrom({ themes: THEMES, differences: DIFFERENCES, faultsOf }));
