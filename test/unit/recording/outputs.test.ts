import { describe, expect, it } from "vitest";
import { LineSplitter, parseQuestion } from "../../../host/recording/ask-protocol.ts";
import { csvLine } from "../../../host/recording/csv.ts";
import { formatter } from "../../../host/recording/export-formats.ts";
import { socketPath } from "../../../host/recording/socket-path.ts";
import { TableLines } from "../../../host/recording/table-lines.ts";
import { parseMoment } from "../../../host/recording/time-range.ts";

describe("a moment", () => {
  const now = Date.UTC(2026, 0, 2, 12);
  it.each([
    ["2026-01-02", Date.UTC(2026, 0, 2)],
    ["2026-01-02T15:04", Date.UTC(2026, 0, 2, 15, 4)],
    ["2026-01-02 15:04:05.5", Date.UTC(2026, 0, 2, 15, 4, 5, 500)],
    ["2026-01-02T15:04:05+02:00", Date.UTC(2026, 0, 2, 13, 4, 5)],
    ["now", now],
    ["-90s", now - 90_000],
    ["-1.5h", now - 5_400_000],
    ["-2d", now - 2 * 86_400_000],
  ])("%s", (text, ms) => expect(parseMoment(text, now)).toBe(ms));

  it.each(["", "yesterday", "2026-13-01", "12:00", "2h", "-2w", "1764000000"])(
    "%j is none",
    (text) => expect(parseMoment(text, now)).toBeUndefined(),
  );
});

describe("a row of CSV", () => {
  it("quotes what would read as another, and tells null from an empty text", () => {
    expect(csvLine([1, null, "", 'a"b', "a,b", "a\nb", true, 0.1])).toBe(
      '1,,"","a""b","a,b","a\nb",true,0.1',
    );
  });
});

describe("an export", () => {
  const names = ["device", "boot", "seq", "time", "channels", "temp", "Temp_2"];
  const columns = names.map((name) => [name, ""] as const);
  const facts = {
    units: new Map([["a/temp", "Cel"]]),
    columns: new Map([
      ["temp", "temp"],
      ["Temp", "Temp_2"],
    ]),
  };
  const row = ["a", "0000000a-1", 1, "2026-01-02T00:00:00.250Z", "Temp,temp", 21.5, null];

  it("as JSON has the channels that the reading had, null included", () => {
    const [line] = formatter("jsonl", columns, facts).lines(row);
    expect(JSON.parse(line!)).toMatchObject({ device: "a", seq: 1, d: { Temp: null, temp: 21.5 } });
  });

  it("as SenML is one array of records with absolute times", () => {
    const form = formatter("senml", columns, facts);
    const later = [...row.slice(0, 3), "2026-01-02T00:00:01.000Z", "Temp", null, -3];
    const text = [...form.begin, ...form.lines(row), ...form.lines(later), ...form.end()].join("");
    expect(JSON.parse(text)).toEqual([
      { n: "a/temp", u: "Cel", t: 1767312000.25, v: 21.5 },
      { n: "a/Temp", t: 1767312001, v: -3 },
    ]);
    expect(form.leftOut).toBe(0);
  });

  it("as SenML leaves out what has no time, and counts it", () => {
    const form = formatter("senml", columns, facts);
    expect(form.lines(["a", "0000000a-1", 1, null, "temp", 21.5, null])).toEqual([]);
    expect(form.leftOut).toBe(1);
  });
});

describe("a table", () => {
  it("lines numbers up on the right, texts on the left, and prints no control characters", () => {
    const table = new TableLines([
      ["name", "VARCHAR"],
      ["n", "BIGINT"],
    ]);
    const lines = [...table.push(["\x1b[2J", 5]), ...table.push([null, 100]), ...table.end()];
    expect(lines).toEqual(["name       n", "-------  ---", "\\x1b[2J    5", "-        100"]);
  });

  it("ends where the terminal does", () => {
    const table = new TableLines([["name", "VARCHAR"]], 10);
    expect([...table.push(["x".repeat(30)]), ...table.end()].at(-1)).toBe(`${"x".repeat(9)}…`);
  });
});

describe("the socket of a recorder", () => {
  it("is in its folder, or where its name is short enough for a socket", () => {
    expect(socketPath("/home/me/r", "linux")).toBe("/home/me/r/recorder.sock");
    const long = socketPath(`/home/${"x".repeat(100)}`, "linux");
    expect(Buffer.byteLength(long)).toBeLessThan(104);
    expect(long).not.toBe(socketPath(`/home/${"y".repeat(100)}`, "linux"));
    expect(socketPath("C:\\r", "win32")).toMatch(/^\\\\\.\\pipe\\espulse-[0-9a-f]{16}$/);
  });
});

describe("a question to a recorder", () => {
  it("comes as a line, in however many pieces", () => {
    const splitter = new LineSplitter();
    const bytes = Buffer.from('{"a":"ü"}\n{"b":1}\n{"c');
    const lines: string[] = [];
    for (const byte of bytes) lines.push(...splitter.push(Buffer.from([byte])));
    expect(lines).toEqual(['{"a":"ü"}', '{"b":1}']);
    expect(splitter.waiting).toBe(3);
    expect(new LineSplitter().push(bytes)).toEqual(lines);
  });

  it("of another version is refused, with which this one is", () => {
    expect(() => parseQuestion('{"v":2,"ask":"query","sql":"x"}')).toThrow(
      "questions of version 1, got 2",
    );
    expect(() => parseQuestion("{")).toThrow("no JSON");
    expect(() => parseQuestion('{"v":1,"ask":"drop","sql":"x"}')).toThrow("asks for nothing");
  });
});
