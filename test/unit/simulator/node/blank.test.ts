// A board that comes blank: what is in its Storage, and what stays there.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bench } from "./bench.ts";

const LIST = "require('Storage').list()";

describe("a blank board", () => {
  let storageFolder: string;
  beforeEach(() => {
    storageFolder = mkdtempSync(join(tmpdir(), "espulse-blank-"));
  });
  afterEach(() => rmSync(storageFolder, { recursive: true }));

  it("has nothing in its Storage, and runs nothing", async () => {
    const { value, said } = await bench("print('runs');", { blank: true });
    expect([await value(LIST), said()]).toEqual([[], []]);
  });

  it("keeps what was flashed, and runs it the next time, blank or not", async () => {
    const first = await bench("", { blank: true, storageFolder });
    await first.value("require('Storage').write('.bootcde', `print('flashed')`)");
    await first.board.close();
    const second = await bench("print('bundle');", { blank: true, storageFolder });
    expect(second.said()).toEqual(["flashed"]);
    expect(await second.value(LIST)).toEqual([".bootcde"]);
    await second.board.close();
    const third = await bench("print('bundle');", { storageFolder });
    expect(third.said()).toEqual(["bundle"]);
    await third.board.close();
  });
});
