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
];
