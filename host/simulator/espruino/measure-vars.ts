// What a bundle takes of the variables of the real interpreter at load: run from Storage as on a
// board, counted when it has come to its end and before a timer or an event runs.
import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Board } from "../../../boards/board.ts";
import { DeviceError } from "../../errors.ts";

const DEADLINE_MS = 15_000;
/** What `require()` keeps of a module of a short name that is built into the interpreter [measured]. */
const MODULE_VARS = 2;

/** An interpreter whose variables have another size packs differently, and says nothing of a board. */
export class OtherVariables extends Error {
  override name = "OtherVariables";
  constructor(bytes: number, expected: number) {
    super(`the variables of this interpreter have ${bytes} bytes, not ${expected}`);
  }
}

/** Begins the line of the answer. */
const ANSWER = "\x1eV";
const ANSWERED = new RegExp(`${ANSWER}([^\r\n]*)\r?\n`);

/**
 * Modules of the board that the interpreter for Linux lacks. They are there before the bundle
 * is run, as functions that do nothing; what loading them takes on a board is added.
 */
const ABSENT: Readonly<Record<string, readonly string[]>> = {
  Wifi: ["connect", "disconnect", "getStatus", "getIP", "setHostname", "startAP", "stopAP"],
  ESP32: ["enableBLE", "enableWifi", "getState", "setBLE_Debug"],
};

function standIn([name, functions]: readonly [string, readonly string[]]): string {
  const members = functions.map((member) => `exports.${member}=`).join("");
  return `Modules.addCached("${name}",function(){${members}function(){}});require("${name}");\n`;
}

function script(code: string): string {
  return `${absentFrom(code).map(standIn).join("")}
if(${code.length})require("Storage").write("bundle",require("fs").readFileSync("bundle.js"));
var code=require("Storage").read("bundle")||"",before=0,after=0,failure="";
Modules.removeCached("Storage");Modules.removeCached("fs");
before=process.memory().usage;
try{eval(code)}catch(e){failure=""+e}
after=process.memory().usage;
print("${ANSWER}"+JSON.stringify({before:before,after:after,failure:failure,bytes:process.memory().blocksize}));
`;
}

function absentFrom(code: string): [string, readonly string[]][] {
  return Object.entries(ABSENT).filter(([name]) => code.includes(`require("${name}")`));
}

/** @throws OtherVariables; DeviceError when the bundle fails at load. */
export async function measureVars(binary: string, code: string, board: Board): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), "espulse-vars-"));
  try {
    await writeFile(join(folder, "bundle.js"), code, "latin1");
    await writeFile(join(folder, "script.js"), script(code), "latin1");
    const output = await run(binary, folder);
    const json = ANSWERED.exec(output)?.[1];
    if (json === undefined) throw new DeviceError("the load of the bundle", withoutAnswer(output));
    const { before, after, failure, bytes } = JSON.parse(json);
    if (failure !== "") throw new DeviceError("the load of the bundle", failure);
    if (bytes !== board.variables.bytes) throw new OtherVariables(bytes, board.variables.bytes);
    return after - before + absentFrom(code).length * MODULE_VARS;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Why there is none, in the interpreter's words if it had any after its banner. */
function withoutAnswer(output: string): string {
  const said = output.replace(/^[\s\S]*espruino\.com\/Donate\s*/, "").trim();
  return said === "" ? `not at its end after ${DEADLINE_MS / 1000} s` : said.slice(-500);
}

function run(binary: string, cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // stdin stays open: at its end the interpreter reads the last character for ever.
    const child = spawn(binary, ["script.js"], { cwd, stdio: ["pipe", "pipe", "ignore"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString("latin1");
      // With a timer of the bundle it would run on: quit() in a script file ends nothing.
      if (ANSWERED.test(output)) child.kill("SIGKILL");
    });
    child.stdin.on("error", () => {});
    const deadline = setTimeout(() => child.kill("SIGKILL"), DEADLINE_MS);
    child.on("error", (error) => reject(new DeviceError(binary, error.message)));
    child.on("close", () => {
      clearTimeout(deadline);
      resolve(output);
    });
  });
}
