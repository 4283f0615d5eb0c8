// The process that build-apart.ts starts: one build, one answer.
import { ConfigError } from "../errors.ts";
import { type BuildOptions, buildFirmware } from "./build.ts";
import type { Answer } from "./build-apart.ts";

process.once("message", (options: BuildOptions) => {
  const answered = buildFirmware(options).then(
    (bundle): Answer => ({ bundle }),
    (error): Answer => {
      if (error instanceof ConfigError) return { faults: error.faults };
      throw error;
    },
  );
  void answered.then((answer) => process.send!(answer, () => process.disconnect()));
});
