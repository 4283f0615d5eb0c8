// Puts files into the Storage of an interpreter that is not running: one run of it, with a script
// instead of boot code, copies them and tells their checksums. Owns that run.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { crc32 } from "../../crc32.ts";
import { DeviceError } from "../../errors.ts";

const DEADLINE_MS = 15_000;
/** What the Storage of an interpreter built with less flash than a board has keeps for other files. */
const OTHERS_BYTES = 131_072;
const MOST_OUTPUT = 64 * 1024;

export interface StorageFile {
  readonly name: string;
  /** One character a byte. */
  readonly text: string;
  /** In place of text: the file is so long, and erased, unless it is there. */
  readonly erasedBytes?: number;
}

interface Source extends StorageFile {
  readonly path: string;
  readonly crc: number;
}

/**
 * The console would do as well, but slower (its reader takes 512 bytes each 50 ms, main.c of the
 * Linux build), and a script file runs without the boot code that may already lie there. A file
 * that is there with the same content stays, so that kept Storage does not fill with copies.
 */
function installScript(sources: readonly Source[]): string {
  const list = sources.map(({ name, path, text, crc, erasedBytes }) =>
    erasedBytes === undefined ? [name, path, text.length, crc] : [name, 0, erasedBytes],
  );
  return `(function(list){var s=require("Storage"),same=function(f){var t=s.read(f[0]);return t!==undefined&&t.length==f[2]&&E.CRC32(t)==f[3]};list.forEach(function(f){if(!f[1]){var n=Math.min(f[2],s.getFree()-${OTHERS_BYTES});if(s.read(f[0],0,1)===undefined&&n>8192)s.write(f[0],"\\xff",0,n);print("\\x1eF"+JSON.stringify([f[0],true]));return}if(!same(f)){var o=0,d,i=E.openFile(f[1],"r");s.erase(f[0]);while((d=i.read(512))!==undefined){s.write(f[0],d,o,f[2]);o+=d.length}i.close()}print("\\x1eF"+JSON.stringify([f[0],same(f)]))})})(${JSON.stringify(list)});quit()\n`;
}

/** @throws DeviceError naming the files that did not arrive. */
export async function installFiles(
  binary: string,
  folder: string,
  files: readonly StorageFile[],
): Promise<void> {
  const work = await mkdtemp(join(folder, "install-"));
  try {
    const sources: Source[] = [];
    for (const [index, { name, text, erasedBytes }] of files.entries()) {
      const bytes = Buffer.from(text, "latin1");
      const path = join(basename(work), String(index));
      await writeFile(join(folder, path), bytes);
      const length = erasedBytes === undefined ? {} : { erasedBytes };
      sources.push({ name, text, path, crc: crc32(bytes), ...length });
    }
    const script = join(basename(work), "install.js");
    await writeFile(join(folder, script), installScript(sources), "latin1");
    const output = await runScript(binary, folder, script);
    const missing = files.filter(
      ({ name }) => !output.includes(`\x1eF${JSON.stringify([name, true])}`),
    );
    if (missing.length > 0) {
      throw new DeviceError(
        `Storage.write of ${missing.map(({ name }) => name).join(", ")}`,
        output.replaceAll(/[^\x20-\x7e\n]/g, "").trim() || "the interpreter said nothing",
      );
    }
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function runScript(binary: string, folder: string, script: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // stdin stays open: at its end the interpreter reads the last character for ever.
    const child = spawn(binary, [script], { cwd: folder, stdio: ["pipe", "pipe", "pipe"] });
    let output = "";
    const collect = (chunk: Buffer): void => {
      output = (output + chunk.toString("latin1")).slice(-MOST_OUTPUT);
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.stdin.on("error", () => {});
    const deadline = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
    child.on("error", (error) => {
      clearTimeout(deadline);
      reject(new DeviceError(binary, error.message));
    });
    child.on("close", () => {
      clearTimeout(deadline);
      resolve(output);
    });
  });
}
