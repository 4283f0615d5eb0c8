// What has no end, whatever it is given: the board would do nothing else until it is restarted.
import { refused, type Snippet } from "../snippet.ts";

export const refusedEndless: readonly Snippet[] = [
  refused(
    "function that always calls itself",
    "function down(n: number): number { return down(n + 1) + 1; }\nshow(down(0));",
    "1:43",
    /down\(\) calls itself, each time it runs.*return before the call/,
  ),
  refused(
    "async function that always calls itself",
    "async function next(): Promise<number> { return (await next()) + 1; }\nnext().then(show);",
    "1:56",
    /next\(\) calls itself/,
  ),
  {
    name: "functions that always call one another",
    source: "const a = (): number => b() + 1;\nconst b = (): number => a() + 1;\nshow(a());",
    refused: [
      { at: "1:25", message: /a\(\) calls b\(\), which calls it again/ },
      { at: "2:25", message: /b\(\) calls a\(\), which calls it again/ },
    ],
  },
  refused(
    "getter that reads itself",
    "class A { get x(): number { return this.x; } }\nshow(new A().x);",
    "1:36",
    /the accessor x calls itself.*this\._x/,
  ),
  refused(
    "constructor that makes another one",
    "class A { next: A; constructor() { this.next = new A(); } }\nshow(new A());",
    "1:48",
    /new A\(\) calls itself/,
  ),
  refused(
    "while (true)",
    "while (true) { show(1); }",
    "1:1",
    /a loop that nothing leaves.*setInterval/,
  ),
  refused(
    "for (;;) in an async function that waits for nothing",
    "async function f() { for (;;) { show(1); } }\nf();",
    "1:22",
    /a loop that nothing leaves/,
  ),
];
