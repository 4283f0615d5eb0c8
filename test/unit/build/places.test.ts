// Which line of the sources an offset of a bundle stems from, through all steps of the build.
import { expect, it } from "vitest";
import { useSmallBuilds } from "./small-build.ts";

const build = useSmallBuilds();

it("names file and line of each statement that throws, and nothing of the build's own", async () => {
  const bundle = await build({
    "main.ts": `import { read } from "./sensors/soil.ts";
const list: number[] = [];

setInterval(() => {
  list.push(read(...list));
  if (list.length > 3) throw new Error("in main");
}, 1000);
`,
    "sensors/soil.ts": `// Nothing here.

export function read(...values: number[]): number {
  const pin = values.length;
  if (analogRead(D34) > pin) throw new Error("in soil");
  return pin;
}
`,
  });
  const placeOf = (text: string): string | undefined => {
    expect(bundle.code).toContain(text);
    return bundle.placeAt!(bundle.code.indexOf(text))?.replace(/^.*\/(?=main|sensors)/, "");
  };
  expect(placeOf('Error("in main")')).toBe("main.ts:6");
  expect(placeOf('Error("in soil")')).toBe("sensors/soil.ts:5");
  expect(bundle.placeAt!(0)).toBe(undefined);
});
