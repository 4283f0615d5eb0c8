import { describe, expect, it } from "vitest";
import { launchCommand, parseProcessorList } from "../../../../host/simulator/espruino/launch.ts";

describe("Cpus_allowed_list", () => {
  it.each([
    ["0-3", [0, 1, 2, 3]],
    ["0", [0]],
    ["1,3-4,8", [1, 3, 4, 8]],
    ["", []],
    ["0-", []],
    ["all", []],
  ])("%j", (text, processors) => {
    expect(parseProcessorList(text)).toEqual(processors);
  });
});

describe("the command", () => {
  it("ends with the interpreter, whatever wraps it", () => {
    expect(launchCommand("/opt/espruino").at(-1)).toBe("/opt/espruino");
  });
});
