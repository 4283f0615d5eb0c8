// What a process takes, as Linux counts it in /proc.
import { readFileSync } from "node:fs";

const TICKS_A_SECOND = 100; // USER_HZ

export interface Usage {
  readonly cpuSeconds: number;
  /** The most memory it has had resident so far. */
  readonly peakMegabytes: number;
}

export function usageOf(pid: number): Usage {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  // The name in parentheses may hold anything.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const peakKilobytes = Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]);
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND,
    peakMegabytes: (peakKilobytes * 1024) / 1e6,
  };
}
