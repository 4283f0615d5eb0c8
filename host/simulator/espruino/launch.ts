// How the interpreter is started: on one processor, and not outliving whoever started it. Owns the
// two wrappers of util-linux; where they are missing, it does without.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

let started = 0;
const usable = new Map<string, boolean>();

/** The command and its arguments; both wrappers replace themselves by what they start. */
export function launchCommand(binary: string): readonly [string, ...string[]] {
  // Without a reader at its stdin the interpreter runs on, and its program with it.
  const dying = ["setpriv", "--pdeathsig", "KILL"];
  // Both threads of the interpreter on one processor. The one that reads stdin appends to an event
  // that the other may be taking from the queue at that moment, without a lock (jshPushIOCharEvents
  // and jshPopIOEvent, jsdevices.c): while a socket is open, about one console line in 75 made it
  // read its input in circles [measured]; on one processor none of 3000 did.
  const processors = allowedProcessors();
  const processor = processors[started++ % processors.length];
  const pinned = processor === undefined ? [] : ["taskset", "-c", String(processor)];
  const [command, ...args] = [
    ...(isUsable(dying) ? dying : []),
    ...(isUsable(pinned) ? pinned : []),
    binary,
  ];
  return [command!, ...args];
}

function isUsable(wrapper: readonly string[]): boolean {
  const [command, ...args] = wrapper;
  if (command === undefined) return false;
  const key = wrapper.join(" ");
  const known = usable.get(key) ?? spawnSync(command, [...args, "true"]).status === 0;
  usable.set(key, known);
  return known;
}

/** `Cpus_allowed_list` of proc(5), such as "0-3,8". */
function allowedProcessors(): number[] {
  try {
    const status = readFileSync("/proc/self/status", "utf8");
    return parseProcessorList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "");
  } catch {
    return [];
  }
}

export function parseProcessorList(list: string): number[] {
  if (!/^\d+(-\d+)?(,\d+(-\d+)?)*$/.test(list)) return [];
  return list.split(",").flatMap((range) => {
    const [first = 0, last = first] = range.split("-").map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
