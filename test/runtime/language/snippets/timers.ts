import type { Snippet } from "../snippet.ts";

/** Long enough for every timer of a row to be overdue. */
const STALL = "const end = Date.now() + 80; while (Date.now() < end) {}";

// Each row has times of its own: Node goes over the timers of one time together, whichever row set them.
export const timers: readonly Snippet[] = [
  {
    name: "overdue timers in the order of their times",
    source: `setTimeout(() => show('37 ms'), 37); setTimeout(() => show('23 ms'), 23); setTimeout((a, b) => show([a, b]), 7, 'x', 7); ${STALL}`,
  },
  {
    name: "overdue timers set in a loop",
    source: `for (const ms of [39, 11, 27]) setTimeout(() => show(ms), ms); ${STALL}`,
  },
  {
    name: "overdue timers beside an interval",
    source: `let n = 0; const id = setInterval(() => { show(++n); if (n === 2) clearInterval(id); }, 61); setTimeout(() => show('53 ms'), 53); setTimeout(() => show('43 ms'), 43); ${STALL}`,
  },
  {
    name: "an overdue timer clears one that is due later",
    source: `setTimeout(() => show('33 ms'), 33); setTimeout(() => { show('21 ms'); clearTimeout(gone); }, 21); const gone = setTimeout(() => show('gone'), 29); setTimeout(() => show('9 ms'), 9); ${STALL}`,
  },
  {
    name: "an overdue timer sets others while one waits for it",
    source: `setTimeout(() => show('35 ms'), 35); setTimeout(() => { show('19 ms'); setTimeout(() => show('17 more'), 17); setTimeout(() => show('3 more'), 3); const end = Date.now() + 40; while (Date.now() < end) {} }, 19); ${STALL}`,
  },
  {
    name: "a timer of 0 ms or none is one of 1",
    source: `setTimeout(() => show(1), 1); setTimeout(() => show(0), 0); setTimeout(() => show(15), 15); (setTimeout as any)(() => show('none')); ${STALL}`,
  },
  {
    name: "overdue timers that promises wait for, and jobs between them",
    source: `const wait = (ms: number) => new Promise<void>((done) => setTimeout(done, ms)); wait(71).then(() => show(71)); wait(47).then(() => show(47)); setTimeout(() => { show('first'); Promise.resolve().then(() => show('job')); }, 6); ${STALL}`,
  },
];
