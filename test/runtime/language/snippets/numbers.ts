import type { Snippet } from "../snippet.ts";

export const numbers: readonly Snippet[] = [
  {
    name: "number format",
    source: String.raw`
      show([
        (255).toString(16),
        parseInt("12px"),
        parseFloat("1.5e3"),
        Number("12"),
        (5).toString(2),
        0.1 + 0.2 > 0.3,
        1 / 0 === Infinity,
        isNaN(NaN as any),
      ]);
    `,
  },
  {
    name: "number props",
    source: String.raw`
      show([Number.MAX_VALUE > 1, Number.POSITIVE_INFINITY === Infinity]);
      show([
        Math.round(2.5),
        Math.round(-2.5),
        Math.round(-2.6),
        Math.sign(-3),
        Math.min(1, 2),
        Math.floor(-1.5),
        Math.ceil(1.2),
        Math.abs(-1),
        Math.pow(2, 3),
        Math.sqrt(9),
      ]);
      show([7 % 3, -7 % 3, 5.5 % 2]);
      show([parseInt("0x1f"), parseInt("z", 36), Number(""), Number(null), Number(true)]);
    `,
  },
  {
    name: "ints",
    source: String.raw`
      show([
        2147483647 + 1,
        65536 * 65536,
        1700000000000 % 1000,
        Math.floor(1700000000123 / 1000),
        4294967295 | 0,
        0xffffffff,
        1e12 | 0,
        (2 ** 31) | 0,
      ]);
      let x = 2147483647;
      x++;
      show(x);
      let y = -2147483648;
      y--;
      show(y);
      show(parseInt("4294967296"));
      show(1e3 === 1000);
      show(123456789 * 1000);
      show(-2147483648 - 1);
      show(1700000000000 + 1);
      show(5 / 2);
      show(6 / 2);
      show(0.1 * 3 > 0.3);
    `,
  },
  {
    name: "negative zero and mod",
    source: String.raw`
      show([-0 === 0, -5 % 5 === 0, 9007199254740991, -7 >> 1, -7 >>> 28, ~~3.7, 3.7 | 0, -3.7 | 0]);
    `,
  },
  {
    name: "string number conv",
    source: `
      show([
        \`\${1 / 4}\`,
        String(123456.789),
        (0.000001).toString(),
        (1e-7).toString(),
        String(100000000000),
        (0.5).toString(),
        -0.25 + "",
      ]);
    `,
  },
  {
    name: "JSON numbers",
    source: String.raw`
      show([0.1, 1.5, 100, 1e10, 21.5, -40.25, 1e-7, 1700000000123]);
    `,
  },
  {
    name: "parse numbers",
    source: String.raw`
      show([
        Number("1e3"),
        Number("0x10"),
        +"1.5",
        parseInt("08"),
        Number([5] as any),
        isNaN(Number("1x")),
        isNaN(parseFloat("abc")),
      ]);
    `,
  },
  {
    name: "fractions below 1 after a word",
    source: String.raw`
      const share = (x: number) => 0.7 * x;
      const inch = (mm: number) => {
        return 0.0393701 * mm;
      };
      const unit = (x: number) => {
        switch (x) {
          case 0.621371:
            return "mile";
          case 0.3048:
            return "foot";
          default:
            return "?";
        }
      };
      show([[1, 2].map(share), [1, 100].map(inch), [0.621371, 0.3048, 1].map(unit)]);
      try {
        throw 0.95;
      } catch (error) {
        show(error);
      }
    `,
  },
  {
    name: "a minus whose zero is told",
    source: `
      const told = (x: number) => [1 / -x < 0, 5 / -(x + 1), Object.is(-x, -0), Object.is(x, -0), Object.is(-x, 0)];
      show([0, 0.25, 3, NaN].map(told));
      const angle = (y: number, x: number) => [Math.atan2(-y, x) < 0, Math.atan2(y, x) > 0];
      show([angle(0, -1), angle(1, 1), angle(-1, 1)]);
      const any = (x: any) => [1 / -x, -x];
      show([[" 4 ", 0.5].map(any), Object.is(-0, 0), Object.is(0, -0)]);
    `,
  },
  {
    name: "-0 that is kept, in a program that tells it from 0",
    source: `
      const zero: number = JSON.parse("0");
      const five: number = JSON.parse("5");
      const one = 1;
      const nothing = 0;
      const kept = -zero;
      let product = zero;
      product *= -1;
      let rest = -five;
      rest %= 5;
      const o = { x: 0 };
      o.x *= -2;
      const isBelow = (x: number) => Object.is(x, -0);
      show([kept, -kept, (zero - 1) % 1, -1 % one, -five % five, rest].map(isBelow));
      show([zero * -1, -five * 0, -5 * zero, zero * 3, product, o.x, -zero * -1, nothing * -five].map(isBelow));
      show([-0, [-0][0], -nothing, -zero + 0, -zero - zero, zero - five * 0].map((x) => isBelow(x!)));
      show([[1, 2, 3, 4][-five + 7], Math.atan2(kept, -1) < 0, 1 / kept < 0, 1 / product > 0]);
    `,
  },
];
