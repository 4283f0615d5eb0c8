import type { Snippet } from "../snippet.ts";

export const text: readonly Snippet[] = [
  {
    name: "tagged template",
    source: `
      function t(s: TemplateStringsArray, ...v: any[]) {
        return s.join("|") + v.join(",") + s.raw[0];
      }
      show(t\`a\${1}b\\n\${2}\`);
      function z() {
        return ((s: TemplateStringsArray) => s)\`q\`;
      }
      show(z() === z());
    `,
  },
  {
    name: "template literal",
    source: `
      const a = 3;
      show(\`a\${a}b\${\`n\${a + 1}\`}c\`);
      show(\`line
      two\`);
    `,
  },
  {
    name: "string methods",
    source: String.raw`
      show([
        "abc".toUpperCase(),
        "a-b".split("-"),
        " x ".trim(),
        "abc".slice(-2),
        "abc".substring(1, 2),
        "abc".indexOf("c"),
        "abc".startsWith("ab"),
        "abc".endsWith("bc"),
        "a".repeat(3),
        "abc".charCodeAt(1),
        "5".padStart(3, "0"),
        "abc".includes("b"),
        "abcabc".lastIndexOf("b"),
        String.fromCharCode(65),
      ]);
    `,
  },
  {
    name: "string escapes",
    source: String.raw`
      show("a\tb'\"\\");
      show("\0".length);
      show("\xc0".charCodeAt(0));
      show("\x7f\x80\xff".length);
    `,
  },
  {
    name: "replace specials",
    source: String.raw`
      show("a.b".replace(".", "$1"));
      show("abc".replace(/(b)/, "[$1]"));
    `,
  },
  {
    name: "replaceAll",
    source: String.raw`
      show("a-b-c".replaceAll("-", "+"));
    `,
  },
  {
    name: "split limit and empties",
    source: String.raw`
      show("".split(","));
      show("abc".split(""));
      show(",a,".split(","));
      show("a1b2".split(/\d/));
      show("abc".split());
    `,
  },
  {
    name: "substr neg",
    source: String.raw`
      show([
        "abcdef".substr(-3, 2),
        "abc".substring(2, 0),
        "abc".slice(2, 0),
        "abc".charAt(5),
        "abc"[9] === undefined,
      ]);
    `,
  },
  {
    name: "string building in loops",
    source: String.raw`
      let s = "";
      for (let i = 0; i < 300; i++) s += String.fromCharCode(65 + (i % 26));
      show(s.length);
      show(s.slice(-3));
    `,
  },
  {
    name: "nested template",
    source: `
      const a = [1, 2];
      show(\`x\${a.map((v) => \`<\${v}>\`).join("")}y\${a.length > 1 ? \`many\` : \`one\`}\`);
      show(\`\${1}\${2}\`);
      show(\`\${""}\${3}\`);
      show(\`\${null}\${undefined}\`);
      show(\`a\${1 + 1}\${2 * 2}b\`);
      show(\`\${{}.toString()}\`);
    `,
  },
  {
    name: "numbers in template & ops precedence",
    source: `
      const x = 2,
        y = 3;
      show(\`\${x + y}\`);
      show(\`\${x}+\${y}\`);
      show(\`\${-x}\`);
      show(\`\${x ? 1 : 2}\`);
      show(\`\${(x, y)}\`);
    `,
  },
  {
    name: "tagged template of constants, templates and tags",
    source: `
      const A = 1;
      const tags = { a: (s: TemplateStringsArray, ...v: unknown[]) => s.join("|") + v.join(",") };
      show(tags.a\`x\${A}y\${\`<\${A + 1}>\`}z\${tags.a\`\${A}\`}\`);
      const curried = (s: TemplateStringsArray) => (t: TemplateStringsArray) => s[0]! + t[0]!;
      show(curried\`p\`\`q\`);
    `,
  },
  {
    name: "text of 64 characters and more",
    source: `
      const log = (text: string) => \`log: \${text}\`;
      for (const count of [60, 63, 64, 200]) {
        const text = "x".repeat(count);
        let sum = "";
        sum += text;
        sum += text;
        show([log(text).length, (text.slice(1) + "!").length, sum.length, \`\${[text]}\`.length]);
      }
    `,
  },
  {
    name: "a date beside text",
    source: `
      const at = (text: string) => new Date(text);
      show(\`\${at("2024-13-01")}\`);
      show(["" + at("2024-13-01"), String(at("2024-13-01")), at("2024-13-01").toString()]);
      show(\`at \${at("2024-12-11T10:20:30Z")}\`.slice(0, 36));
    `,
  },
  {
    name: "numbers added to parameters and fields that hold text",
    source: `
      const third = (): number => 1 / 3;
      const log = (prefix: string, n: number) => prefix + n;
      const unit = (n: number, suffix: string) => n + suffix;
      show([log("v ", 1 / 3), log("v ", 2), unit(2 / 3, " C")]);
      class Line {
        text = "";
        constructor(readonly name: string) {}
        add(n: number) {
          this.text += n;
          this.text += this.name + n;
          return this;
        }
      }
      show(new Line("a").add(1 / 3).text);
      const rows: { label: string; value: number }[] = [{ label: "t", value: 1 / 3 }];
      show([rows.map((row) => row.label + row.value), rows.map(({ label, value }) => label + value)]);
      const texts: Record<string, string> = { a: "" };
      for (const key of ["a", "b"]) {
        texts[key] = (texts[key] ?? "") + third();
        texts[key] += 1 / 7;
      }
      show(texts);
      const held: { text: string } = { text: "" };
      show((held.text += third()));
      show([1 / 3, 1 / 7].reduce((text, n) => text + n, ""));
    `,
  },
  {
    name: "sums of what shows no kind",
    source: `
      const add = (a: any, b: any) => a + b;
      show([add("x", 1 / 3), add(1 / 3, "x"), add(1, 2), add("a", "b"), add("a", true), add("a", null)]);
      show([add(1, true), add("x", [1, 2]), add(0.1, 0.2) > 0.3]);
      const join = (a: string | number, b: number) => a + b;
      show([join("a", 1 / 3), join(1, 0.5)]);
      const or = (text?: string, n = 1 / 3) => (text ?? "none") + n;
      show([or(), or("x")]);
      let sum = 0;
      const next = (by: number) => (sum += by);
      show([next(0.5), next(2)]);
    `,
  },
];
