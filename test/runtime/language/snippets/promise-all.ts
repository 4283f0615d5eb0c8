import type { Snippet } from "../snippet.ts";

export const promiseAll: readonly Snippet[] = [
  {
    name: "all rejected late",
    source: String.raw`
      Promise.all([new Promise((_, r) => setTimeout(() => r(5), 2))]).then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "all catch",
    source: String.raw`
      Promise.all([new Promise((_, r) => r(5))]).catch((e) => show(["r", e]));
    `,
  },
  {
    name: "resolve of all",
    source: String.raw`
      Promise.resolve(Promise.all([Promise.reject(7)])).then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "then of all late",
    source: String.raw`
      const p = Promise.all([Promise.reject(7)]);
      p.then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "resolve of late all",
    source: String.raw`
      Promise.resolve(Promise.all([new Promise((_, r) => setTimeout(() => r(5), 2))])).then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "adopt late rejected",
    source: String.raw`
      new Promise((r) => r(new Promise((_, j) => setTimeout(() => j(8), 2)))).then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "all empty and order",
    source: String.raw`
      Promise.all([]).then(show);
      Promise.all([
        new Promise((r) => setTimeout(() => r("slow"), 4)),
        new Promise((r) => setTimeout(() => r("fast"), 1)),
      ]).then(show);
    `,
  },
  {
    name: "promise.all of async",
    source: String.raw`
      (async () => {
        try {
          await Promise.all([
            (async () => {
              throw "b";
            })(),
          ]);
        } catch (e) {
          show("all " + e);
        }
      })();
    `,
  },
  {
    name: "promise.all then",
    source: String.raw`
      Promise.all([
        (async () => {
          throw "b";
        })(),
      ]).then(null, (e) => show("all " + e));
    `,
  },
  {
    name: "async catch",
    source: String.raw`
      (async () => {
        throw "b";
      })().then(null, (e) => show("all " + e));
    `,
  },
];
