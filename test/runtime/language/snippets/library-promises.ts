// Promises by the letter.
import type { Snippet } from "../snippet.ts";

export const libraryPromises: readonly Snippet[] = [
  {
    name: "promises have",
    source: String.raw`
      const never = new Promise<string>(() => {});
      never.then(() => show('no'));
      const late = new Promise<string>((resolve) => setTimeout(() => resolve('late'), 5));
      Promise.race([never, late]).then(show);
      Promise.any([Promise.reject(1), Promise.resolve(2)]).then(show);
      Promise.allSettled([Promise.reject(1), 2]).then(show);
      Promise.all([1, Promise.resolve(2)]).then(show);
      Promise.resolve(1).finally(() => show('finally')).then(show);
      Promise.reject(2).finally(() => 5).catch(show);
    `,
  },
  {
    name: "no promise of any",
    source: String.raw`
      Promise.any([Promise.reject(1)]).catch((e) => show([e instanceof AggregateError, e.errors, e.message]));
      Promise.all([]).then(show);
      Promise.any([]).catch((e) => show(e.errors));
    `,
  },
  {
    name: "a handler that comes later",
    source: String.raw`
      const p = Promise.reject(new Error('x'));
      setTimeout(() => show('timer'), 0);
      Promise.resolve().then(() => show('job'));
      p.catch((e) => show(e.message));
      show('now');
      queueMicrotask(() => show('microtask'));
    `,
  },
  {
    name: "await that comes later",
    source: String.raw`
      async function late() { const q = Promise.reject(new Error('late')); try { await q; } catch (e) { show((e as Error).message); } }
      late();
      async function both() { const a = Promise.resolve(1); const b = Promise.reject(2); show(await a); try { await b; } catch (e) { show(e); } }
      both().catch(show);
    `,
  },
  {
    name: "thenables",
    source: String.raw`
      async function run() { show(await { then(resolve: any) { resolve(7); } }); }
      run();
      Promise.resolve({ then(_: any, reject: any) { reject('no'); } } as any).catch(show);
    `,
  },
  {
    name: "jobs before the next timer",
    source: String.raw`
      setTimeout(() => { show('t1'); Promise.resolve().then(() => show('job of t1')); }, 2);
      setTimeout(() => show('t2'), 2);
      setTimeout((a: number, b: number) => show([a, b]), 4, 1, 2);
      const id = setInterval(() => { show('i'); clearInterval(id); }, 6);
    `,
  },
  {
    name: "order of jobs",
    source: String.raw`
      const log: string[] = [];
      Promise.resolve().then(() => log.push('a1')).then(() => log.push('a2'));
      Promise.resolve().then(() => log.push('b1')).then(() => log.push('b2'));
      (async () => { log.push('c0'); await null; log.push('c1'); await null; log.push('c2'); })();
      new Promise<void>((resolve) => { log.push('d0'); resolve(); }).then(() => log.push('d1'));
      setTimeout(() => show(log), 5);
    `,
  },
  {
    name: "resolved once",
    source: String.raw`
      new Promise((resolve, reject) => { resolve(1); resolve(2); reject(3); }).then(show);
      new Promise((resolve) => { resolve(1); throw new Error('late'); }).then(show);
      new Promise(() => { throw new Error('in it'); }).catch((e) => show(e.message));
      const p: Promise<unknown> = new Promise((resolve) => setTimeout(() => resolve(p), 1));
      p.catch((e) => show(e instanceof TypeError));
    `,
  },
  {
    name: "promise of a promise",
    source: String.raw`
      Promise.resolve(Promise.resolve(1)).then(show);
      Promise.resolve(1).then(() => Promise.resolve(2)).then(show);
      Promise.resolve(1).then(() => { throw new Error('e'); }).then(show, (e) => show(e.message));
      Promise.resolve(4).then(undefined as any).then(show);
    `,
  },
];
