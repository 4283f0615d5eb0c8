import type { Snippet } from "../snippet.ts";

export const promiseChains: readonly Snippet[] = [
  {
    name: "promise",
    source: String.raw`
      Promise.resolve(1)
        .then((v) => {
          show(v);
          throw new Error("e");
        })
        .catch((e) => {
          show(e.message);
          return 3;
        })
        .then((v) => show(v));
      show("s");
    `,
  },
  {
    name: "promise then two args",
    source: String.raw`
      Promise.reject(4).then(
        () => show("no"),
        (e) => show(e),
      );
      Promise.all([Promise.reject(1)]).then(
        () => show("n"),
        (e) => show(["r", e]),
      );
    `,
  },
  {
    name: "promise thenable adoption",
    source: String.raw`
      Promise.resolve(Promise.resolve(4)).then(show);
      new Promise((r) => r(new Promise((q) => q(6)))).then(show);
      Promise.resolve({
        then(r: any) {
          r(7);
        },
      }).then(show as any);
    `,
  },
  {
    name: "promise order",
    source: String.raw`
      const l: string[] = [];
      Promise.resolve()
        .then(() => l.push("p1"))
        .then(() => l.push("p2"))
        .then(() => show(l));
      l.push("s");
    `,
  },
  {
    name: "promise catch passes",
    source: String.raw`
      Promise.resolve(2)
        .catch(() => 0)
        .then(show);
      Promise.reject(1)
        .then(() => 0)
        .then(() => 1)
        .catch((e) => e + 1)
        .then(show);
    `,
  },
  {
    name: "return rejected from then",
    source: String.raw`
      Promise.resolve(1)
        .then(() => Promise.reject(2))
        .then(() => show("n"))
        .catch((e) => show(["c", e]))
        .then(() => show("after"));
    `,
  },
  {
    name: "nested chains",
    source: String.raw`
      Promise.resolve(1)
        .then((v) => new Promise((r) => setTimeout(() => r(v + 1), 2)))
        .then((v) => {
          show(v);
          return Promise.all([v, Promise.resolve(3)]);
        })
        .then(show);
    `,
  },
  {
    name: "executor throws",
    source: String.raw`
      new Promise(() => {
        throw "ex";
      }).catch(show);
    `,
  },
  {
    name: "then on settled many",
    source: String.raw`
      const q = Promise.resolve(4);
      q.then(show);
      q.then((v) => show(v + 1));
      setTimeout(() => q.then((v) => show(v + 2)), 2);
    `,
  },
  {
    name: "catch rethrow",
    source: String.raw`
      Promise.reject(1)
        .catch((e) => {
          throw e + 1;
        })
        .catch(show);
    `,
  },
  {
    name: "two handlers on rejected",
    source: String.raw`
      const z = Promise.reject(3);
      z.catch((e) => show("a" + e));
      z.then(null as any, (e) => show("b" + e));
    `,
  },
  {
    name: "resolve twice",
    source: String.raw`
      new Promise((r) => {
        r(1);
        r(2);
      }).then(show);
      new Promise((r, j) => {
        j(1);
        (r as any)(2);
      }).then(() => show("n"), show);
    `,
  },
];
