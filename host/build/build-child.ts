// The process that build-apart.ts starts: one build, one answer.
import { ConfigError } from "../errors.ts";
import type { BuildOptions } from "./build.ts";
import type { Answer } from "./build-apart.ts";
import { buildProgram } from "./build-program.ts";

process.once("message", (options: BuildOptions) => {
  const answered = buildProgram(options).then(
    (program): Answer => ({ program }),
    (error): Answer => {
      if (error instanceof ConfigError) return { faults: error.faults };
      throw error;
    },
  );
  void answered.then((answer) => process.send!(answer, () => process.disconnect()));
});
