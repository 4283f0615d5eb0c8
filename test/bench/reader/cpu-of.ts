// What a process has cost so far, asked of the kernel. Linux only (/proc).
import { readFileSync } from "node:fs";

const TICKS_A_SECOND = 100;

/** User and system time of the whole process, start-up included. */
export function cpuSecondsOf(pid: number): number {
  // The name of the program, in brackets, may hold spaces.
  const fields = procFile(pid, "stat").split(") ")[1]!.split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND;
}

export function mostMemoryMbOf(pid: number): number {
  return Number(/VmHWM:\s+(\d+)/.exec(procFile(pid, "status"))![1]) / 1024;
}

function procFile(pid: number, name: string): string {
  return readFileSync(`/proc/${pid}/${name}`, "utf8");
}
