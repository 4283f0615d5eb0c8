// Sources -> `dist/`: the compiled command line and the modules that users import. As a program it
// makes all of it anew, with types, as a package needs it; bin/espulse.js has it compile what is stale.
import { createHash } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DIST = join(ROOT, "dist");
const COMMAND = join(DIST, "espulse.js");

/** What is run or imported -> the source it is made of. */
const ENTRIES = {
  espulse: "host/cli/main.ts",
  config: "host/config/define-config.ts",
  test: "host/testing/simulate.ts",
};
/** What the output depends on; the lock file stands for the version of the compiler. */
const SOURCES = ["bin/compile.js", "boards", "firmware/contract", "host", "package-lock.json"];
/**
 * Stay packages of their own: large, used by few verbs, or with a program of their own. All others are
 * compiled in: Node takes 0.5 s of processor time to find and read the hundred files of mqtt alone.
 */
const LOADED_WHEN_USED = [
  "@duckdb/node-api",
  "@duckdb/node-bindings",
  "@lydell/node-pty",
  "aedes",
  "esbuild",
  "serialport",
  "terser",
  "typescript",
];
/** For packages that are compiled in and are no ES modules. */
const REQUIRE = `import { createRequire as requireFrom } from "node:module";
const require = requireFrom(import.meta.url);`;
/** Their licences ask to be passed on. */
const LICENCES = join(DIST, "licences.txt");
/** How long a program that still runs may want to load a part of an older build. */
const KEPT_MS = 3_600_000;

/** Compiles unless the command was made of just these sources. */
export async function compileIfStale() {
  const stamp = stampOfSources();
  if (stampOfCommand() !== stamp) await compile(stamp);
}

/** Another line with every change of a source, one that came, went or is older than before included. */
function stampOfSources() {
  const hash = createHash("sha256");
  const add = (path) => {
    const { mtimeMs, size } = statSync(path);
    hash.update(`${path} ${mtimeMs} ${size}\n`);
  };
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) walk(path);
      else if (entry.name.endsWith(".ts")) add(path);
    }
  };
  for (const source of SOURCES) {
    const path = join(ROOT, source);
    if (statSync(path).isDirectory()) walk(path);
    else add(path);
  }
  return `// ${hash.digest("hex")}`;
}

function stampOfCommand() {
  try {
    return readFileSync(COMMAND, "utf8").split("\n", 1)[0];
  } catch {
    return undefined;
  }
}

/** Several processes may do this at once: each file comes whole, the command last. */
async function compile(stamp) {
  const { build } = await import("esbuild").catch(() => {
    console.error("espulse: this checkout has no dependencies yet; run npm ci");
    process.exit(1);
  });
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: DIST,
    write: false,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20",
    external: LOADED_WHEN_USED,
    metafile: true,
    banner: { js: REQUIRE },
    // One name, one content: parts of two builds can lie side by side.
    chunkNames: "[name]-[hash]",
    logLevel: "error",
    plugins: [ownPlaces, requiredTypeScript, withoutBrowser],
  }).catch(async () => {
    // A terminal's Ctrl-C ends the compiler as well; then bin/espulse.js is about to end this process.
    await new Promise((resolve) => setTimeout(resolve, 500));
    console.error("espulse: the sources do not compile; see above");
    process.exit(1);
  });
  try {
    mkdirSync(DIST, { recursive: true });
    const isCommand = ({ path }) => path === COMMAND;
    for (const file of outputFiles.sort((a, b) => isCommand(a) - isCommand(b))) {
      writeWhole(file.path, isCommand(file) ? `${stamp}\n${file.text}` : file.text);
    }
    writeWhole(LICENCES, licencesOf(Object.keys(metafile.inputs)));
  } catch (error) {
    console.error(`espulse: cannot write what is compiled to ${DIST}: ${error.message}`);
    process.exit(1);
  }
  const made = new Set([...outputFiles.map(({ path }) => path), LICENCES].map((p) => basename(p)));
  for (const { name } of readdirSync(DIST, { withFileTypes: true }).filter((e) => e.isFile())) {
    const path = join(DIST, name);
    // One that another process is just writing may have its last name by now.
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (!made.has(name) && Date.now() - mtimeMs > KEPT_MS) rmSync(path, { force: true });
  }
}

function writeWhole(path, text) {
  const unfinished = `${path}.${process.pid}`;
  try {
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function licencesOf(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []);
  return [...new Set(folders)]
    .sort()
    .map((folder) => {
      const { name, version, license } = JSON.parse(
        readFileSync(join(ROOT, folder, "package.json"), "utf8"),
      );
      const file = readdirSync(join(ROOT, folder)).find((entry) => /^licen[cs]e/i.test(entry));
      const text = file ? readFileSync(join(ROOT, folder, file), "utf8") : "";
      return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** A compiled source still finds what lies beside its source: boards, the firmware, package.json. */
const ownPlaces = {
  name: "own-places",
  setup({ onLoad, esbuild }) {
    onLoad({ filter: /\.ts$/ }, async ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return undefined;
      const place = relative(DIST, path).split(sep).join("/");
      const { code } = await esbuild.transform(text, {
        loader: "ts",
        define: { "import.meta.url": "ownPlace" },
        banner: `const ownPlace = new URL(${JSON.stringify(place)}, import.meta.url).href;`,
      });
      return { contents: code, loader: "js" };
    });
  },
};

/**
 * `import` of a module that is not ESM reads it twice more before it runs: for its format and for the
 * names it exports. For the 9 MB of TypeScript that is a sixth of a build.
 */
const requiredTypeScript = {
  name: "required-typescript",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^typescript$/ }, ({ path }) => ({ path, namespace: "required" }));
    onLoad({ filter: /./, namespace: "required" }, ({ path }) => ({
      contents: `import { createRequire } from "node:module";
export default createRequire(import.meta.url)(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};

/** @espruino-tools/core brings a UART for browsers, with the styles of its window; ours takes its place. */
const withoutBrowser = {
  name: "without-browser",
  setup({ onResolve, onLoad }) {
    const filter = /^@espruino-tools\/uart$/;
    onResolve({ filter }, ({ path }) => ({ path, namespace: "browser" }));
    onLoad({ filter: /./, namespace: "browser" }, () => ({
      contents: "exports.uart = undefined;",
    }));
  },
};

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  await compile(stampOfSources());
  (await import("./declare-types.js")).declareTypes();
}
