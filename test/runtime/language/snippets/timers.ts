import type { Snippet } from "../snippet.ts";

/** Long enough for every timer of a row to be overdue. */
const STALL = "const end = Date.now() + 80; while (Date.now() < end) {}";

export const timers: readonly Snippet[] = [
  {
    name: "overdue timers in the order of their times",
    source: `setTimeout(() => show('30 ms'), 30); setTimeout(() => show('20 ms'), 20); setTimeout((a, b) => show([a, b]), 4, 'x', 7); ${STALL}`,
  },
  {
    name: "overdue timers set in a loop",
    source: `for (const ms of [30, 10, 20]) setTimeout(() => show(ms), ms); ${STALL}`,
  },
  {
    name: "overdue timers beside an interval",
    source: `let n = 0; const id = setInterval(() => { show(++n); if (n === 2) clearInterval(id); }, 60); setTimeout(() => show('50 ms'), 50); setTimeout(() => show('40 ms'), 40); ${STALL}`,
  },
  {
    name: "an overdue timer clears one that is due later",
    source: `setTimeout(() => show('30 ms'), 30); setTimeout(() => { show('20 ms'); clearTimeout(gone); }, 20); const gone = setTimeout(() => show('gone'), 25); setTimeout(() => show('4 ms'), 4); ${STALL}`,
  },
  {
    name: "an overdue timer sets others while one waits for it",
    source: `setTimeout(() => show('30 ms'), 30); setTimeout(() => { show('20 ms'); setTimeout(() => show('15 more'), 15); setTimeout(() => show('2 more'), 2); const end = Date.now() + 40; while (Date.now() < end) {} }, 20); ${STALL}`,
  },
  {
    name: "a timer of 0 ms or none is one of 1",
    source: `setTimeout(() => show(1), 1); setTimeout(() => show(0), 0); setTimeout(() => show(9), 9); (setTimeout as any)(() => show('none')); ${STALL}`,
  },
  {
    name: "overdue timers that promises wait for, and jobs between them",
    source: `const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)); wait(70).then(() => show(70)); wait(40).then(() => show(40)); setTimeout(() => { show('first'); Promise.resolve().then(() => show('job')); }, 4); ${STALL}`,
  },
];
