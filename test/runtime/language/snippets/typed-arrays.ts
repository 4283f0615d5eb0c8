import type { Snippet } from "../snippet.ts";

export const typedArrays: readonly Snippet[] = [
  {
    name: "typed arrays",
    source: String.raw`
      const u = new Uint8Array([1, 2, 300]);
      show([].slice.call(u));
      show([u.length, u[2], u.subarray(1).length]);
      const d = new DataView(new ArrayBuffer(8));
      d.setUint16(0, 258);
      show([d.getUint8(0), d.getUint8(1), d.getInt16(0, true)]);
      const f = new Float32Array(2);
      f.set([1.5, 2]);
      show(f[0]);
      show(new Int16Array([40000])[0]);
    `,
  },
  {
    name: "slice of typed",
    source: String.raw`
      const u = new Uint8Array([1, 2, 3, 4]);
      const s = u.slice(1, 3);
      show([s.length, s[0]]);
      u.set([9], 1);
      show(u[1]);
      show(u.map((x) => x + 1)[0]);
      show(u.fill(7)[3]);
      show(u.indexOf(7));
      show(u.join());
    `,
  },
  {
    name: "uint8 to string",
    source: String.raw`
      show(String.fromCharCode.apply(null, [72, 105]));
      show([72, 105].map((c) => String.fromCharCode(c)).join(""));
    `,
  },
  {
    name: "a view past its end",
    source: String.raw`
      const view = new DataView(new Uint8Array([1, 2, 3, 255]).buffer);
      const thrown = (f: () => unknown) => {
        try { return f() ?? "done"; } catch { return "thrown"; }
      };
      show([
        thrown(() => view.getUint16(2)),
        thrown(() => view.getUint16(2, true)),
        thrown(() => view.getUint16(3)),
        thrown(() => view.getInt8(-1)),
        thrown(() => view.setFloat32(0, 1.5)),
        thrown(() => view.setFloat32(1, 1.5)),
        thrown(() => view.getFloat32(0)),
      ]);
    `,
  },
  {
    name: "set past the end",
    source: String.raw`
      const bytes = new Uint8Array(3);
      bytes.set([1, 2], 1);
      bytes.set([9]);
      try { bytes.set([7, 8], 2); show("done"); } catch { show("thrown"); }
      show(Array.from(bytes));
      const map = new Map<any, any>([[1, 2]]);
      map.set(3, [4]).set([5], 6);
      show([map.get(3), map.size]);
    `,
  },
  {
    name: "from and of a typed array",
    source: String.raw`
      show([...Uint8Array.from([1, 300, 3])]);
      show([...Uint8Array.of(1, 2)]);
      show(Array.from(Int16Array.from("123", (digit) => Number(digit) * 2)));
      show(Float32Array.from({ length: 2 }, (_, i) => i / 2)[1]);
      show([...Uint8Array.from(new Set([1, 2]))]);
    `,
  },
  {
    name: "typed arrays of what is gone over",
    source: `
      const set = new Set([1, 2]);
      const map = new Map([[3, 4]]);
      function* some() { yield 5; yield 300; }
      const held: Iterable<number> = set;
      show([...new Uint8Array(set), ...new Float32Array(map.keys()), ...new Uint8Array(some()), ...new Int16Array(held)]);
      const count: number = JSON.parse("3");
      const buffer = new ArrayBuffer(4);
      const bytes = new Uint8Array([1, 2]);
      const list = (from: ArrayLike<number>) => new Uint8Array(from);
      show([new Uint8Array(count).length, new Uint8Array(set.size).length, new Uint8Array(buffer).length, ...list([6]), ...list(bytes)]);
    `,
  },
  {
    name: "typed arrays on a part of a buffer",
    source: `
      const buffer = new ArrayBuffer(8);
      const tried = (at?: number, count?: number) => {
        try { return new Uint16Array(buffer, at, count).length; } catch (e) { return e instanceof RangeError; }
      };
      show([tried(0), tried(1), tried(2), tried(2, 3), tried(2, 4), tried(8), tried(9), tried(-2), tried(8, 0), tried(undefined, 2)]);
      const viewed = (at: number, count?: number) => {
        try { return new DataView(buffer, at, count).byteLength; } catch (e) { return e instanceof RangeError; }
      };
      show([viewed(1), viewed(1, 2), viewed(9), viewed(1, 8), viewed(-1)]);
      const odd = new ArrayBuffer(7);
      try { show(new Uint16Array(odd, 2).length); } catch (e) { show(e instanceof RangeError); }
      new Uint8Array(odd, 4, 2)[0] = 9;
      show([...new Uint8Array(odd, 0)]);
    `,
  },
  {
    name: "which typed array it is",
    source: `
      const a = new Uint8Array(4);
      const b = new Uint8Array(4);
      let now: Uint8Array | undefined;
      show([now === a, now === undefined]);
      now = a;
      const swap = () => { now = now === a ? b : a; return [now === a, now === b, now !== b, now == a]; };
      show([swap(), swap()]);
      const f = new Float32Array([NaN, 1]);
      const g = new Float32Array([NaN, 1]);
      show([f === g, f === f, a.subarray(0, 2) === a, (new Int8Array([1]) as unknown) === new Uint8Array([1])]);
      class Halves {
        private readonly halves = [new Uint8Array(2), new Uint8Array(2)];
        private at: Uint8Array = this.halves[0]!;
        swap() {
          this.at = this.at === this.halves[0] ? this.halves[1]! : this.halves[0]!;
          return this.halves.map((half) => half === this.at);
        }
      }
      const halves = new Halves();
      show([halves.swap(), halves.swap(), ...a, ...b]);
    `,
  },
  {
    name: "methods of typed arrays that give a new one, and search from the end",
    source: `
      const a = new Uint8Array([3, 1, 2]);
      show([a.toReversed() instanceof Uint8Array, a.toSorted() instanceof Uint8Array, a.with(0, 300)[0], ...a]);
      show([a.indexOf(1, -1), a.indexOf(2, -1), a.indexOf(3, -9), a.includes(1, -1), a.includes(2, -1), "abca".indexOf("a", -1)]);
    `,
  },
  {
    name: "indexOf and padStart of a class of one's own",
    source: `
      class Wall {
        length = 3;
        indexOf(what: unknown, from?: number) { return [what, from]; }
        padStart(count: number, by: string) { return [count, by]; }
      }
      const wall = new Wall();
      show([wall.indexOf("", -1), wall.padStart(3, ""), "a".padStart(3, "")]);
    `,
  },
  {
    name: "buffers that hold no whole elements",
    source: `
      const buffer = new ArrayBuffer(9);
      const makes = [
        () => new Uint32Array(buffer, 3),
        () => new Uint16Array(buffer),
        () => new Float32Array(buffer, 0, 3),
        () => new Uint8Array(buffer, 10),
        () => new Uint32Array(buffer, 4, 1),
        () => new Uint16Array(new Uint8Array([1, 2, 3]).buffer),
        () => new Uint16Array(new Uint8Array([1, 2, 3, 4]).buffer),
        () => new Uint8Array(buffer),
      ];
      const bytes = (from: Uint8Array) => new Float32Array(from.buffer).length;
      makes.push(() => ({ length: bytes(new Uint8Array(8)) }) as any, () => ({ length: bytes(new Uint8Array(7)) }) as any);
      for (const make of makes) {
        try {
          show(make().length);
        } catch (e) {
          show((e as Error).name);
        }
      }
    `,
  },
  {
    name: "typed arrays of nothing",
    source: `
      let buffer = new Uint8Array([1, 2]);
      buffer = new Uint8Array();
      show([buffer.length, new Float32Array().length, buffer instanceof Uint8Array]);
    `,
  },
];
