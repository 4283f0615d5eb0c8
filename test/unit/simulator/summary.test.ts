import { describe, expect, it } from "vitest";
import {
  addUp,
  type BoardSummary,
  describeFleet,
  parseStopLine,
  StopCounts,
} from "../../../host/simulator/summary.ts";

const LINE = 'espulse: stop {"made":61,"acked":58,"dropped":1,"waiting":2}';

describe("the line a board prints when it stops", () => {
  it("gives the counts", () => {
    expect(parseStopLine(LINE)).toEqual({ made: 61, acked: 58, dropped: 1, waiting: 2 });
  });

  it.each([
    "espulse: stop",
    'espulse: stop {"made":61}',
    'espulse: stop {"made":"61","acked":58,"dropped":1,"waiting":2}',
    "espulse: stop {made}",
    `other ${LINE}`,
  ])("is not %j", (line) => {
    expect(parseStopLine(line)).toBeUndefined();
  });

  it("is joined by the broker's refusal where nothing was ever acknowledged", () => {
    const refusal = "espulse: mqtt login: refused (5) not authorized";
    const never = new StopCounts();
    for (const line of [refusal, LINE.replace("58", "0")]) never.read(line);
    expect(never.summary("a", 1).refused).toBe("(5) not authorized");
    const later = new StopCounts();
    for (const line of [refusal, LINE]) later.read(line);
    expect(later.summary("a", 1).refused).toBeUndefined();
  });

  it("comes once a boot, and boots add up", () => {
    const counts = new StopCounts();
    expect(counts.summary("a", 1)).toEqual({ device: "a", boots: 1 });
    for (const line of [LINE, "espulse: connected", LINE]) counts.read(line);
    expect(counts.summary("a", 2)).toEqual({
      device: "a",
      boots: 2,
      made: 122,
      acked: 116,
      dropped: 2,
      waiting: 4,
    });
  });
});

describe("the summary of a fleet", () => {
  const a = { device: "esp32-a", boots: 1, made: 10, acked: 9, dropped: 0, waiting: 1 };
  const silent = { device: "esp32-bb", boots: 2 };

  it("adds up what is known", () => {
    expect(addUp([a, silent])).toEqual({ boots: 3, made: 10, acked: 9, dropped: 0, waiting: 1 });
  });

  it("is a table, with a dash for what a board did not say", () => {
    const boards = [a, silent];
    expect(
      describeFleet({ runtime: "node", seconds: 3.21, boards, total: addUp(boards) }),
    ).toMatchInlineSnapshot(`
      "device    boots  made  acknowledged  dropped  waiting
      esp32-a       1    10             9        0        1
      esp32-bb      2     -             -        -        -
      total         3    10             9        0        1
      2 boards, 3.2 s"
    `);
    expect(
      describeFleet({ runtime: "node", seconds: 60, boards: [a], total: addUp([a]) }),
    ).toMatchInlineSnapshot(`
      "device   boots  made  acknowledged  dropped  waiting
      esp32-a      1    10             9        0        1
      1 board, 60.0 s"
    `);
  });

  it("of many boards shows the total, and those that stand out", () => {
    const good = { device: "esp32-good", boots: 1, made: 10, acked: 10, dropped: 0, waiting: 0 };
    const many = (each: BoardSummary) => Array.from({ length: 30 }, () => each);
    const table = (boards: BoardSummary[]) =>
      describeFleet({ runtime: "node", seconds: 9, boards, total: addUp(boards) }).split("\n");
    expect(table([...many(good), a, silent]).map((line) => line.split(" ")[0])).toEqual([
      "device",
      "esp32-a",
      "esp32-bb",
      "total",
      "32",
    ]);
    const troubled = table(many(silent));
    expect(troubled).toHaveLength(1 + 20 + 1 + 1 + 1);
    expect(troubled.at(-2)).toBe(
      "10 more with something dropped, waiting or unknown; --json has all",
    );
  });
});
