import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { parseEnvFile } from "../../../host/config/env-file.ts";

describe("an env file", () => {
  it.each([
    "A=\nB=2",
    "\n  A=1\n\n# c=d\n# it's\nB=2\n",
    'A="x\ny" z\nB=1',
    'A="x\nB=1',
    "A='x\n\n# no comment\nNOT A LINE\n'\nB=1",
    "export A=1\r\nB=2\r\n",
    "A=x # it's\nB='#'",
    "A = 1\nB=a=b",
    "",
  ])("that is sound is read as Node.js reads it: %j", (text) => {
    expect(parseEnvFile(text)).toEqual({ variables: parseEnv(text), badLines: [] });
  });

  it("keeps a blank value apart from the next line, which Node.js 24 does not", () => {
    expect(parseEnvFile("A= \nB=2")).toEqual({ variables: { A: "", B: "2" }, badLines: [] });
  });

  it.each([
    ["MYFLAG\nB=2", [1]],
    ["# c\n\nMYFLAG\nB=2\nexport C\n", [3, 5]],
    ["=x\r\nB=2\r\n", [1]],
    ["\t# it's\nMYFLAG\nB=2", [2]],
    ["A='x\ny'\nMYFLAG\nB=2", [3]],
    ["A=it's\nMYFLAG\nB=2", [2]],
  ])("names the lines that set nothing and loses no other: %j", (text, badLines) => {
    const parsed = parseEnvFile(text);
    expect(parsed.badLines).toEqual(badLines);
    expect(parsed.variables).toMatchObject({ B: "2" });
  });
});
