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
];
