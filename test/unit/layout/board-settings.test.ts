import { describe, expect, it } from "vitest";
import { brokerOfBoard } from "../../../host/layout/board-settings.ts";

describe("where a board finds its broker", () => {
  it("host and port of a plain URL", () => {
    expect(brokerOfBoard("mqtt://localhost")).toEqual({ host: "localhost", port: 1883 });
    expect(brokerOfBoard("mqtt://10.0.0.2:1890/")).toEqual({ host: "10.0.0.2", port: 1890 });
  });

  it.each(["mqtts://a.example", "ws://a.example:8083", "wss://a.example"])("not %s", (url) => {
    expect(() => brokerOfBoard(url, "flag --broker")).toThrow(
      /^broker\.url \(flag --broker\): a board can use mqtt:\/\/ only/,
    );
  });

  it("not over IPv6", () => {
    expect(() => brokerOfBoard("mqtt://[::1]:1883")).toThrow("a board has IPv4 only");
  });
});
