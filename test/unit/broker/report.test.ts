import { describe, expect, it } from "vitest";
import {
  describeDown,
  describeLan,
  describeStatus,
  describeUp,
} from "../../../host/broker/report.ts";

const url = "mqtt://127.0.0.1:1883";

describe("what `broker` says", () => {
  it("lan: the warning, and where a board reaches it", () => {
    const text = describeLan("mqtt://127.0.0.1:1884", ["192.168.1.20", "10.0.0.5"]);
    expect(text).toMatch(/^warning: no password: everyone on this network can read and publish/);
    expect(text).toMatch(/at mqtt:\/\/192\.168\.1\.20:1884 or mqtt:\/\/10\.0\.0\.5:1884$/);
    expect(describeLan("mqtt://127.0.0.1:1884", [])).toMatch(/at port 1884 of this machine$/);
  });

  it("up: the engine, its version, pid and both addresses on one line", () => {
    const broker = {
      engine: "mosquitto" as const,
      url,
      webSocketUrl: "ws://127.0.0.1:8083",
      why: "",
      version: "mosquitto version 2.0.11",
      pid: 7,
      close: async () => {},
    };
    expect(describeUp({ ...broker, alreadyUp: false })).toBe(
      "mosquitto broker is up (mosquitto version 2.0.11, pid 7): mqtt://127.0.0.1:1883  ws://127.0.0.1:8083",
    );
    expect(describeUp({ ...broker, alreadyUp: true })).toMatch(/^mosquitto broker is already up/);
  });

  it.each([
    [0, "0 s"],
    [59, "59 s"],
    [60, "1 min 0 s"],
    [3600 + 61, "1 h 1 min 1 s"],
    [86_400, "1 d 0 h 0 min 0 s"],
  ])("status: an uptime of %i s", (uptimeSeconds, text) => {
    const status = describeStatus({ engine: "foreign", url, uptimeSeconds });
    expect(status.split("\n")).toEqual([
      'engine     not started by "espulse broker up"',
      "url        mqtt://127.0.0.1:1883",
      `uptime     ${text}`,
    ]);
  });

  it.each([
    [{ outcome: "none" as const }, "nothing to stop: no broker is up"],
    [{ outcome: "gone" as const, engine: "mosquitto" as const, url }, "had already ended"],
    [{ outcome: "ended" as const, engine: "docker" as const, url }, "stopped the docker broker at"],
    [{ outcome: "killed" as const, engine: "mosquitto" as const, url }, "by force"],
  ])("down: %j", (stopped, part) => {
    expect(describeDown(stopped)).toContain(part);
  });
});
