// Sources -> `dist/types/`: the types of what users import, and of nothing else. Checks nothing: that
// is `npm run check`'s.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const TYPES = join(ROOT, "dist/types");

/** What package.json exports, by the configuration it is compiled with. */
const ENTRIES = {
  "host/tsconfig.json": ["host/config/define-config.ts", "host/testing/simulate.ts"],
  "firmware/tsconfig.json": ["firmware/api.ts"],
};
export function declareTypes() {
  rmSync(TYPES, { recursive: true, force: true });
  for (const [config, entries] of Object.entries(ENTRIES)) {
    const declared = declarationsOf(config, entries);
    for (const path of reachable(entries.map(declarationOf), declared)) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, declared.get(path));
    }
  }
}

/** Absolute path of a declaration -> its text. */
function declarationsOf(config, entries) {
  const { options } = ts.getParsedCommandLineOfConfigFile(join(ROOT, config), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: (fault) => {
      throw new Error(ts.flattenDiagnosticMessageText(fault.messageText, "\n"));
    },
  });
  const declared = new Map();
  ts.createProgram({
    rootNames: entries.map((file) => join(ROOT, file)),
    options: {
      ...options,
      composite: false,
      declaration: true,
      noCheck: true,
      outDir: TYPES,
      rootDir: ROOT,
    },
  }).emit(undefined, (path, text) => declared.set(resolve(path), withoutSources(text)));
  return declared;
}

/** `.ts` names a source, which no package has; `.js` its declaration just as well. */
function withoutSources(text) {
  return text.replaceAll(/(from "\.[^"]*)\.ts"/g, '$1.js"');
}

function declarationOf(source) {
  return join(TYPES, source.replace(/\.ts$/, ".d.ts"));
}

/** The entries, and what they import, and what that imports. */
function reachable(paths, declared) {
  const found = new Set(paths);
  for (const path of found) {
    for (const [, relative] of declared.get(path).matchAll(/from "(\.[^"]*)\.js"/g)) {
      found.add(resolve(dirname(path), `${relative}.d.ts`));
    }
  }
  return found;
}
