import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { renderNativeConfig } from "../../../host/broker/mosquitto-config.ts";

const source = readFileSync(new URL("../../../mosquitto/mosquitto.conf", import.meta.url), "utf8");
const native = {
  host: "127.0.0.1",
  port: 1999,
  webSocketPort: 9001,
  persistenceFolder: "/home/a b/.local/state/espulse/data",
  pidFile: "/home/a b/.local/state/espulse/mosquitto.pid",
};

function settings(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}

describe("the configuration of a native Mosquitto", () => {
  it("differs from the file in the lines that the file names, and in no other", () => {
    const before = settings(source);
    const after = settings(renderNativeConfig(source, { ...native, user: "root" }));
    expect(after.filter((line) => !before.includes(line))).toEqual([
      "persistence_location /home/a b/.local/state/espulse/data/",
      "pid_file /home/a b/.local/state/espulse/mosquitto.pid",
      "user root",
      "listener 1999 127.0.0.1",
      "listener 9001 127.0.0.1",
    ]);
    expect(before.filter((line) => !after.includes(line))).toEqual([
      "persistence_location /mosquitto/data/",
      "listener 1883",
      "listener 8083",
    ]);
  });

  it("can take the ports in each other's place", () => {
    const swapped = renderNativeConfig(source, { ...native, port: 8083, webSocketPort: 1883 });
    expect(settings(swapped).filter((line) => /^(listener|protocol)/.test(line))).toEqual([
      "listener 8083 127.0.0.1",
      "listener 1883 127.0.0.1",
      "protocol websockets",
    ]);
  });

  it("is refused when a listener would stay open to everyone", () => {
    const another = `${source}listener 1884\n`;
    expect(() => renderNativeConfig(another, native)).toThrow("two listeners");
    const edited = source.replace("listener 1883\n", "listener 1883 0.0.0.0\n");
    expect(() => renderNativeConfig(edited, native)).toThrow('one line "listener 1883"');
  });

  it("uses nothing that Mosquitto 2.1 deprecates", () => {
    expect(settings(source).join("\n")).not.toMatch(/password_file|acl_file|per_listener_settings/);
  });
});
