// Completion in the real shells; a shell that is not installed is skipped, by name.
import { spawn, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { CapturedOutput } from "../doubles/captured-output.ts";
import { isRequired } from "../doubles/required.ts";

const command = fileURLToPath(new URL("../../bin/espulse.js", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "espulse-completion-"));

// On PATH under its own name, as a package manager puts it there.
mkdirSync(join(folder, "bin"));
writeFileSync(
  join(folder, "bin/espulse"),
  `#!/bin/sh\nexec "${process.execPath}" "${command}" "$@"\n`,
);
chmodSync(join(folder, "bin/espulse"), 0o755);
mkdirSync(join(folder, "a folder"));
writeFileSync(join(folder, "a firmware.ts"), "");

const env = {
  PATH: `${join(folder, "bin")}${delimiter}${process.env.PATH}`,
  HOME: folder,
  TERM: "dumb",
  LC_ALL: "C.UTF-8",
};
afterAll(() => rmSync(folder, { recursive: true }));

function isMissing(shell: string): boolean {
  return spawnSync(shell, ["-c", "true"]).error !== undefined && !isRequired(shell);
}

function scriptFor(shell: string): string {
  const file = join(folder, `completion.${shell}`);
  const { stdout } = spawnSync("espulse", ["completion", shell], { env, encoding: "utf8" });
  writeFileSync(file, stdout);
  return file;
}

/** Types into the shell on a terminal of its own, and waits until each is shown; zsh redraws a part. */
async function typed(shell: string, start: string, parts: readonly [string, RegExp][]) {
  const child = spawn("script", ["-qfc", shell, "/dev/null"], { env, cwd: folder });
  const screen = new CapturedOutput();
  child.stdout.on("data", (bytes: Buffer) => screen.write(bytes.toString()));
  child.stdin.write(`${start}; echo is-$((40 + 2))\n`);
  await screen.until("is-42");
  for (const [keys, shown] of parts) {
    screen.text = "";
    child.stdin.write(keys);
    await screen.until(shown);
  }
  child.kill();
}

describe.skipIf(isMissing("bash"))("bash", () => {
  it("completes verbs, options, choices and files at the prompt", async () => {
    await typed("bash --norc --noprofile -i", `PS1=; source ${JSON.stringify(scriptFor("bash"))}`, [
      ["espulse bro\t", /broker /],
      ["u\t", /up /],
      ["--eng\t", /--engine /],
      ["dock\t", /docker /],
      ["\x15espulse build --entry a\\ fi\t", /a\\ firmware\.ts /],
      ["\x15espulse init a\t", /a\\ folder\//],
      ["\x15espulse build --board esp32-d\t", /esp32-devkitc /],
    ]);
  });
});

describe.skipIf(isMissing("zsh"))("zsh", () => {
  it("completes verbs, options, choices and files at the prompt", async () => {
    const start = `PROMPT=; autoload -Uz compinit; compinit -u -D; source ${JSON.stringify(scriptFor("zsh"))}`;
    await typed("zsh -f -i", start, [
      ["espulse bro\t", /broker /],
      ["u\t", /up /],
      ["--eng\t", /--engine /],
      ["dock\t", /docker /],
      ["\x15espulse build --entry a\\ fi\t", /rmware\.ts /],
      ["\x15espulse init a\\ fo\t", /lder\//],
      ["\x15espulse watch --js\t", /--json /],
      ["\x15espulse broker s\t", /status /],
    ]);
  });
});

describe.skipIf(isMissing("fish"))("fish", () => {
  it.each([
    ["espulse bro", ["broker\tstart, stop and look at the broker"]],
    ["espulse broker up --engine d", ["docker"]],
    ["espulse watch --js", ["--json\tone JSON object a line"]],
    ["espulse build --entry 'a fi", ["a firmware.ts"]],
    ["espulse init 'a f", ["a folder/\tDirectory"]],
    ["espulse build --board ", expect.arrayContaining(["esp32-devkitc"])],
  ])("completes %s", (line, candidates) => {
    const ask = `source ${JSON.stringify(scriptFor("fish"))}; complete -C ${JSON.stringify(line)}`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", ask], {
      env,
      cwd: folder,
      encoding: "utf8",
    });
    expect(
      stdout
        .trim()
        .split("\n")
        .map((found) => found.trim()),
    ).toEqual(candidates);
  });
});
