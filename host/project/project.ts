// A new project out of the files in templates/project/. Owns where they go and what is filled in;
// what stands in them is theirs to say.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError } from "../errors.ts";
import { makeFolder } from "../make-folder.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const TEMPLATE = join(ROOT, "templates/project");
/** npm leaves files of these names out of a package, or reads them itself. */
const HIDDEN: Readonly<Record<string, string>> = {
  "env.local": ".env.local",
  gitignore: ".gitignore",
};
/** What a folder may have before it is a project: a repository, an editor's settings. */
const HARMLESS =
  /^(\.git|\.gitattributes|\.vscode|\.idea|\.devcontainer|\.github|\.DS_Store|LICENSE.*)$/;

export interface ProjectOptions {
  readonly cwd: string;
  /** As the user wrote it. */
  readonly folder: string;
  /** What package.json says of Espulse: a version or a place. */
  readonly spec: string;
}

/**
 * Writes the project and gives its files, as paths from `cwd`.
 * @throws ConfigError when the folder has something in it, or cannot be written to.
 */
export function writeProject({ cwd, folder, spec }: ProjectOptions): string[] {
  const target = resolve(cwd, folder);
  const values = {
    NAME: packageName(basename(target)),
    ESPULSE: spec,
    TYPESCRIPT: packageOf(ROOT).dependencies.typescript!,
  };
  try {
    refuseOthers(target, folder);
    return templateFiles().map((file) => {
      const path = join(dirname(file), HIDDEN[basename(file)] ?? basename(file));
      const text = readFileSync(join(TEMPLATE, file), "utf8");
      makeFolder(dirname(join(target, path)));
      // Not over a file that came between the look at the folder and this.
      writeFileSync(join(target, path), filledIn(text, values), { flag: "wx" });
      return join(folder, path);
    });
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError([{ path: folder, message: (error as Error).message }]);
  }
}

function refuseOthers(target: string, folder: string): void {
  if (!existsSync(target)) return;
  const others = readdirSync(target).filter((name) => !HARMLESS.test(name));
  if (others.length === 0) return;
  const shown = others.slice(0, 5).join(", ") + (others.length > 5 ? ", ..." : "");
  const message = `expected an empty folder, found ${shown}; give another name`;
  throw new ConfigError([{ path: folder, message }]);
}

function templateFiles(): string[] {
  return readdirSync(TEMPLATE, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(TEMPLATE.length + 1))
    .sort();
}

function filledIn(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\b[A-Z]{4,}\b/g, (word) => values[word] ?? word);
}

/** What npm takes for a name. */
function packageName(folder: string): string {
  const name = folder.toLowerCase().replace(/[^a-z0-9-]+/g, "-");
  return name.replace(/^-+|-+$/g, "") || "sensor";
}

/** Where this Espulse came from, so that a project gets the very same one. */
export function espulseSpec(): string {
  if (existsSync(join(ROOT, "host/cli/main.ts"))) return `file:${resolve(ROOT)}`;
  const modules = dirname(resolve(ROOT));
  const lock = join(modules, ".package-lock.json");
  if (existsSync(lock)) {
    // A tarball or a folder that npm was given; from a registry it has a version.
    const { packages } = JSON.parse(readFileSync(lock, "utf8")) as Lock;
    const [, path] = /^file:(.*)/.exec(packages["node_modules/espulse"]?.resolved ?? "") ?? [];
    const file = path && resolve(dirname(modules), path);
    if (file && existsSync(file)) return `file:${file}`;
  }
  return `^${packageOf(ROOT).version}`;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly resolved?: string }>>;
}

function packageOf(folder: string): { version: string; dependencies: Record<string, string> } {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
