import { describe, expect, it } from "vitest";
import { parseBrokerUrl } from "../../../host/config/broker-url.ts";

describe("a broker's URL", () => {
  it.each([
    ["mqtt://localhost", { scheme: "mqtt", host: "localhost", port: 1883, path: "", tls: false }],
    ["mqtts://b.example", { scheme: "mqtts", host: "b.example", port: 8883, path: "", tls: true }],
    [
      "ws://b:8083/mqtt?x=1",
      { scheme: "ws", host: "b", port: 8083, path: "/mqtt?x=1", tls: false },
    ],
    ["wss://b", { scheme: "wss", host: "b", port: 443, path: "/", tls: true }],
    ["ws://b:80", { scheme: "ws", host: "b", port: 80, path: "/", tls: false }],
    ["mqtt://[::1]:1884", { scheme: "mqtt", host: "::1", port: 1884, path: "", tls: false }],
    [
      "mqtt://me%40x@b/",
      { scheme: "mqtt", host: "b", port: 1883, path: "", tls: false, username: "me@x" },
    ],
  ])("%s", (text, endpoint) => {
    expect(parseBrokerUrl(text)).toEqual(endpoint);
  });

  it.each([
    ["localhost:1883", "expected a URL such as mqtt://localhost:1883"],
    ["me:hunter2@b:1883", 'got "...@b:1883"'],
    ["http://b", "got http://"],
    ["mqtt://me:hunter2@b", "ESPULSE_PASSWORD"],
    ["mqtt://me:hunter2@b:99999", 'not a valid URL: "mqtt://...@b:99999"'],
    ["mqtt://b/topic", "a path (/topic)"],
    ["mqtt://", "no host"],
    ["mqtt://a%ZZ@b", "not a valid URL"],
  ])("%s is refused", (text, part) => {
    const refused = parseBrokerUrl(text);
    expect(refused).toMatchObject({ message: expect.stringContaining(part) });
    expect(JSON.stringify(refused)).not.toContain("hunter2");
  });
});
