// `espulse init`: options and output; the files it writes stand in templates/project/.
import { ConfigError } from "../errors.ts";
import type { Surroundings, Verb } from "./command.ts";

interface InitOptions {
  readonly package?: string;
}

export const verb: Verb = {
  configure(command, surroundings) {
    command
      .argument("<dir>", "folder of the project, made if it is not there")
      .option("--package <spec>", "where npm gets Espulse from: a version, a tarball, a folder")
      .addHelpText(
        "after",
        `
The project has a firmware with one channel of its own, a configuration, and a
test that runs both on a simulated board. A folder with files in it is refused.

Example:
  espulse init my-sensor && cd my-sensor && npm install && npm test`,
      )
      .action((folder: string, options: InitOptions) => init(folder, options, surroundings));
  },
};

async function init(
  folder: string,
  options: InitOptions,
  { stdout, stderr, cwd }: Surroundings,
): Promise<void> {
  const { espulseSpec, writeProject } = await import("../project/project.ts");
  if (folder === "")
    throw new ConfigError([{ path: "<dir>", message: "expected a folder's name" }]);
  if (options.package === "") {
    const message = "expected a version, a tarball or a folder; leave it out for this Espulse";
    throw new ConfigError([{ path: "--package", message }]);
  }
  const spec = options.package ?? espulseSpec();
  const files = writeProject({ cwd, folder, spec });
  for (const file of files) stdout.write(`${file}\n`);
  const quoted = /^[\w./-]+$/.test(folder) ? folder : JSON.stringify(folder);
  const enter = folder === "." ? "" : `  cd ${quoted}\n`;
  stderr.write(`
Espulse itself comes from ${spec}.

Next:
${enter}  npm install
  npm test      builds the firmware and tests it on a simulated board
  npm start     its readings in this terminal; no board needed
`);
}
