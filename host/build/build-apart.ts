// Builds in a process of its own: the compilers take some 150 MB, which whoever runs on would keep.
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { ConfigError, type Fault } from "../errors.ts";
import type { BuildOptions } from "./build.ts";
import type { Program } from "./build-program.ts";

/** What build-child.ts answers. */
export type Answer = { readonly program: Program } | { readonly faults: readonly Fault[] };

/** As buildProgram. @throws ConfigError naming every fault of the sources. */
export async function buildProgramApart(options: BuildOptions): Promise<Program> {
  const extension = extname(import.meta.url);
  const program = fileURLToPath(new URL(`./build-child${extension}`, import.meta.url));
  if (!existsSync(program)) return (await import("./build-program.ts")).buildProgram(options);
  const loader = extension === ".ts" ? ["--import", import.meta.resolve("tsx")] : [];
  const child = fork(program, { execArgv: loader });
  const answer = await new Promise<Answer | undefined>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Answer));
    child.once("error", reject);
    child.once("exit", () => resolve(undefined));
    child.send(options);
  });
  // It has said on stderr why.
  if (answer === undefined) throw new Error("the build ended without a bundle");
  if ("faults" in answer) throw new ConfigError(answer.faults);
  return answer.program;
}
