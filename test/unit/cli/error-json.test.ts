// What `--json` makes of an error: one object that holds all the text holds, and each fault by itself.
import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { BoardError } from "../../../boards/board.ts";
import { errorJson } from "../../../host/cli/error-json.ts";
import { exitStatusOf } from "../../../host/cli/exit-status.ts";
import { BrokerError, ConfigError, DeadlineError } from "../../../host/errors.ts";

const jsonOf = (error: unknown) => errorJson(error, exitStatusOf(error));

describe("the object of an error", () => {
  it("has file, line and column of a fault in a source", () => {
    const faults = [
      { path: "firmware/main.ts:5:14", message: "for..in" },
      { path: ".env.local:3", message: "expected NAME=value" },
    ];
    expect(jsonOf(new ConfigError(faults))).toEqual({
      error: "ConfigError",
      status: 2,
      message: "firmware/main.ts:5:14: for..in\n.env.local:3: expected NAME=value",
      faults: [
        { ...faults[0], file: "firmware/main.ts", line: 5, column: 14 },
        { ...faults[1], file: ".env.local", line: 3 },
      ],
    });
  });

  it("has the source of a fault in a setting, whose path is no place", () => {
    const fault = { path: "broker.url", source: "flag --broker", message: "expected a URL" };
    expect(jsonOf(new ConfigError([fault])).faults).toEqual([fault]);
    const topic = { path: 'topic "a:1:2"', message: "is empty" };
    expect(jsonOf(new ConfigError([topic])).faults).toEqual([topic]);
  });

  it("has the place in a board file, named directly or by a setting", () => {
    const place = { file: "mine.json", line: 3, column: 5 };
    const fault = { path: "3:5", place, message: "expected a value" };
    expect(jsonOf(new BoardError("mine.json", [fault]))).toEqual({
      error: "BoardError",
      status: 2,
      message: "mine.json: 3:5: expected a value",
      faults: [{ path: "3:5", message: "expected a value", ...place }],
    });
    const setting = { path: "board", place: { file: "mine.json" }, message: "chip: expected" };
    expect(jsonOf(new ConfigError([setting])).faults).toEqual([
      { path: "board", message: "chip: expected", file: "mine.json" },
    ]);
  });

  it("has no fault but its message for the other classes", () => {
    expect(jsonOf(new BrokerError("mqtt://x:1", "nothing listens there", "unreachable"))).toEqual({
      error: "BrokerError",
      status: 6,
      message: "mqtt://x:1: nothing listens there",
      faults: [],
    });
    expect(jsonOf(new DeadlineError("nothing within 1 s"))).toMatchObject({ status: 27 });
  });

  it("tells a wrong command line without commander's mark", () => {
    const slip = new CommanderError(1, "commander.unknownOption", "error: unknown option '--jsn'");
    expect(jsonOf(slip)).toEqual({
      error: "UsageError",
      status: 2,
      message: "unknown option '--jsn'",
      faults: [],
    });
  });

  it("has the trace of a defect, whatever was thrown", () => {
    const defect = jsonOf(new TypeError("x is undefined"));
    expect(defect).toMatchObject({ error: "TypeError", status: 1, message: "x is undefined" });
    expect(defect.stack).toContain("error-json.test.ts");
    expect(jsonOf("thrown text")).toMatchObject({ status: 1, message: "thrown text", faults: [] });
  });
});
