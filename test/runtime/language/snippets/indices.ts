// Reads of a text or typed array, and writes to one, at what may be no place of it.
import type { Snippet } from "../snippet.ts";

/** More ways lead from each to each than a build can go. */
const COUNTERS = Array.from({ length: 12 }, (_, i) => `counter${i}`);

export const indices: readonly Snippet[] = [
  {
    name: "digits from the end, past the first one",
    source: String.raw`
      const sum = (a: string, b: string) => {
        let text = "";
        let carry = 0;
        for (let i = a.length - 1, j = b.length - 1; i >= 0 || j >= 0 || carry > 0; ) {
          const digit = Number(a[i--] ?? 0) + Number(b[j--] ?? 0) + carry;
          text = (digit % 10) + text;
          carry = Math.floor(digit / 10);
        }
        return text;
      };
      show([sum("999", "1"), sum("5", "12345"), sum("0", "0")]);
    `,
  },
  {
    name: "neighbours in a grid of texts and of bytes",
    source: String.raw`
      const rows = ["#.#", ".#.", "..#"];
      const bytes = new Uint8Array([1, 0, 1, 0, 1, 0]);
      const near = (x: number, y: number) => {
        let count = 0;
        for (const [dx, dy] of [[-1, -1], [0, -1], [1, -1], [-1, 0], [1, 0], [-1, 1], [0, 1], [1, 1]]) {
          if (rows[y + dy!]?.[x + dx!] === "#") count++;
        }
        return count;
      };
      show([0, 1, 2].map((y) => [0, 1, 2].map((x) => near(x, y))));
      show([0, 3, 5].map((i) => [-1, 1].map((d) => bytes[i + d] ?? "edge")));
    `,
  },
  {
    name: "what a search gives, as an index",
    source: String.raw`
      const after = (text: string, mark: string) => text[text.indexOf(mark)];
      const before = (text: string, mark: string) => {
        const at = text.indexOf(mark);
        return text[at] === mark ? text[at - 1] : "no " + mark;
      };
      show([after("a=b", "="), after("ab", "="), before("a=b", "="), before("=b", "="), before("ab", "=")]);
      const bytes = new Uint8Array([5, 6]);
      show([bytes[bytes.findIndex((byte) => byte > 5)], bytes[bytes.findIndex((byte) => byte > 9)]]);
    `,
  },
  {
    name: "an index that a function is given",
    source: String.raw`
      const pick = (text: string, i: number) => text[i] ?? "none";
      const first = (from: any, i: any) => from[i];
      class Reader {
        pos = 0;
        constructor(readonly text: string) {}
        peek(ahead: number) { return this.text[this.pos + ahead]; }
        back() { return this.text[--this.pos]; }
        next() { return this.text[this.pos++]; }
      }
      show([-1, 5, 0, 0.5, NaN].map((i) => pick("abc", i)));
      show([first("abc", 1), first([1, 2], -1), first({ a: 1 }, "a"), first({ "-1": 2 }, -1)]);
      const reader = new Reader("xy");
      show([reader.peek(-1), reader.next(), reader.peek(-1), reader.next(), reader.next()]);
      show([reader.back(), reader.back(), reader.back(), reader.back()]);
    `,
  },
  {
    name: "fractions, what is no number, and what is undefined as an index",
    source: String.raw`
      const bytes = new Float32Array([1.5, 2.5, 3.5]);
      const middle = (text: string) => text[(text.length - 1) / 2];
      const letter = (i?: number) => "abc"[i as number];
      const share = (part: number, all: number) => bytes[part / all] ?? "none";
      show([middle("abc"), middle("abcd"), letter(), letter(2), share(2, 2), share(1, 2), share(0, 0)]);
      show(["abc"[-1], "abc"[1], bytes[-1] === undefined]);
    `,
  },
  {
    name: "indices that have been looked at, and those of loops",
    source: String.raw`
      const text = "a-b";
      const bytes = new Int8Array([4, 5, 6]);
      let back = "";
      for (let i = text.length - 1; i >= 0; i--) back += text[i];
      for (let i = text.length; i-- > 0; ) back += text[i];
      let at = text.length;
      while (at > 0) back += text[--at];
      let end = text.length - 1;
      while (end >= 0 && text[end] !== "-") end--;
      const mark = text.indexOf("-");
      show([back, end, mark !== -1 ? text[mark] : "", mark < 0 || text[mark] === "-"]);
      let total = 0;
      for (let i = 0; i < bytes.length; i++) total += bytes[i]! * (bytes[bytes.length - 1 - i] ?? 0);
      show([total, text[(text.length / 2) | 0], text[Math.floor(text.length / 2)]]);
      let low = 0, high = text.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        if (text[middle]! < "-") low = middle + 1;
        else high = middle - 1;
      }
      show([low, text[high]]);
    `,
  },
  {
    name: "sums and constants that come to be no place",
    source: String.raw`
      const back = (text: string) => {
        let i = 2;
        const all: any[] = [];
        for (let n = 0; n < 4; n++) {
          i = -1 + i;
          all.push(text[i] ?? "none");
        }
        return all;
      };
      const half = 0.5;
      const odd = (text: string) => [text[~0], text[3 - 0.5], text[1 + -0.5], text[text.length - half]];
      show([back("abc"), odd("abcdef").map((each) => each === undefined)]);
    `,
  },
  {
    name: "a hash that wraps, as an index",
    source: String.raw`
      let hash = 0;
      const mark = (text: string) => {
        for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
        return "abcdefghijklmnop"[hash % 16] ?? "none";
      };
      show([mark("hello world"), mark("hello worldx"), mark("zzzzzzzzz"), hash]);
    `,
  },
  {
    name: "a code behind the end, as an index",
    source: String.raw`
      const letters = "abcdefgh";
      const bytes = new Uint8Array([1, 2, 3]);
      const letter = (text: string, i: number) => letters[text.charCodeAt(i)] ?? "none";
      const byte = (text: string, i: number) => bytes[text.charCodeAt(i)] ?? "none";
      show([letter("\x01", 0), letter("\x01", 5), byte("\x01", 0), byte("\x01", 5)]);
    `,
  },
  {
    name: "keys of a Map and what is caught, as indices",
    source: String.raw`
      const letters = "abc";
      const all: any[] = [];
      const counts = new Map([[-1, 5], [1, 6], [0.5, 7]]);
      counts.forEach((_, key) => all.push(letters[key] ?? "none"));
      try {
        throw -1;
      } catch (e: any) {
        all.push(letters[e] ?? "none");
      }
      show(all);
    `,
  },
  {
    name: "an index in a member that is written without its word",
    source: String.raw`
      class Reader {
        pos = 0;
        constructor(readonly text: string) {}
        restore(saved: object) { Object.assign(this, saved); }
        here() { return this.text[this.pos] ?? "none"; }
      }
      const reader = new Reader("abc");
      const pos = -1;
      for (const saved of [{ pos: 1 }, { pos }, JSON.parse('{"pos":2}')]) {
        reader.restore(saved);
        show(reader.here());
      }
    `,
  },
  {
    name: "variables that stand for one another, as an index",
    source: String.raw`
      const f = (text: string) => {
        var a: any = b;
        var b: any = a;
        return text[5 - a] ?? "none";
      };
      const g = (text: string) => {
        ${COUNTERS.map((name) => `let ${name} = 1;`).join(" ")}
        ${COUNTERS.map((name) => `${name} = ${COUNTERS.filter((each) => each !== name).join(" + ")};`).join("\n        ")}
        return text[${[...COUNTERS, ...COUNTERS, ...COUNTERS].join(" + ")}] ?? "none";
      };
      show([f("abc"), g("abc")]);
    `,
  },
  {
    name: "writes to a typed array at what is no place of it",
    source: String.raw`
      const pixels = new Uint8Array(4);
      for (let i = -2; i < 6; i++) { pixels[i] = 1; pixels[i]++; pixels[i] += 2; }
      const two = new Uint8Array(2);
      two[-1] = 3; two[1] = 5; two[NaN] = 4; two[0.5] = 6; two[2 ** 31] = 7; two[2 ** 32] = 7; two[9] = 2;
      show([pixels, two].map((each) => each.join()));
      show([(two[-1] = 7), two[-1] ?? "none", two[-1]++, ++two[-2], (two[-1] += 1), two[5]++].map(String));
      let log = "";
      const at = (i: number) => { log += i; return i; };
      two[at(-3)] += 1; two[at(-3)]++; two[at(-4)] ??= 3; two[at(-5)] ||= 3;
      for (two[at(-1)] of [1, 2]);
      [two[at(-1)], two[at(0)]] = [8, 9];
      show([log, two.join()]);
    `,
  },
  {
    name: "writes at an index that a function is given",
    source: String.raw`
      class Frame {
        readonly data: Uint8Array;
        constructor(readonly width: number, readonly height: number) { this.data = new Uint8Array(width * height); }
        set(x: number, y: number, v: number) { this.data[y * this.width + x] = v; }
        add(x: number, y: number, v: number) { this.data[y * this.width + x] += v; }
      }
      const frame = new Frame(3, 2);
      frame.set(-1, 0, 5); frame.set(-1, 1, 6); frame.set(0.5, 0, 7); frame.set(9, 9, 1);
      frame.set(1, 1, 8); frame.add(1, 1, 2); frame.add(-9, 0, 2);
      show(frame.data.join());
      const put = (to: any, at: any, v: number) => { to[at - 1] = v; return to; };
      show([put(new Float64Array(2), 0, 4), put(new Float64Array(2), 1, 4), put([1, 2], 2, 7)].map(String));
      show([put([1, 2], 0, 9)[-1], put({}, 0, 9)]);
      const holder: any = { all: [new Int8Array(2), [1, 2]] };
      let n = 0;
      const next = () => holder.all[n++];
      next()[n - 2] = 5;
      next()[n - 1] = 6;
      show(holder.all.map(String));
    `,
  },
  {
    name: "writes at an index that has been looked at, or that all calls hand over",
    source: String.raw`
      const LEAST = 0;
      const bytes = new Uint8Array(4);
      const put = (i: number, v: number) => { if (i < LEAST || i >= 4) return; bytes[i] = v; };
      put(JSON.parse("-1"), 1);
      put(JSON.parse("2"), 2);
      const low = (i: number) => { if (i < -1) return; bytes[i] = 5; };
      low(JSON.parse("-1"));
      const step = (i: number) => { if (i < 0) return; bytes[i--] = 1; bytes[i--] = 2; bytes[i] = 3; };
      step(JSON.parse("0"));
      const down = (i: number) => { if (i >= 0) while (i > -3) bytes[i--] = 9; };
      down(JSON.parse("1"));
      show(bytes.join());
      const below = (to: Uint8Array, i: number) => { to[i] = i; if (i > -2) below(to, i - 1); };
      const fill = (to: Uint8Array, from: number) => { for (let i = 0; i < 2; i++) to[from + i] = 7; };
      below(bytes, 2);
      fill(bytes, 3);
      const lost = (to: Uint8Array, i: number) => { to[i] = 6; };
      lost(bytes, 1);
      const lose = lost;
      lose(bytes, -1);
      show(bytes.join());
    `,
  },
  {
    name: "what is assigned beyond the end, or made a byte, is worth what it was",
    source: String.raw`
      const bytes = new Uint8Array(3);
      let i = 0;
      const get = () => bytes;
      show([(bytes[i + 1] += 300), (get()[i + 2] = 257), ++get()[i + 2], --bytes[i + 1], (bytes[i++] += 2), i]);
      show([(bytes[i + 5] += 1), ++bytes[i + 6], (bytes[-1 - i] -= 1)].map(String));
      const o = { n: 1, get five() { return 5; }, set five(_: number) {} };
      const owner = () => o;
      show([(owner().five += 4), ++owner().five, (owner().n += 2), o.n, bytes.join()]);
    `,
  },
  {
    name: "a text of a list of texts, past its edges",
    source: String.raw`
      type P = readonly [x: number, y: number];
      const maze: string[] = ["ab", "cd"];
      const get = (p: P): string | undefined => maze[p[1]]![p[0]];
      show([get([1, 1]), get([-1, 0]) === undefined, get([5, 0]) === undefined]);
    `,
  },
];
