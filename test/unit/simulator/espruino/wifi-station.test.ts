import { beforeEach, describe, expect, it } from "vitest";
import {
  createWifiStation,
  type WifiStation,
} from "../../../../host/simulator/espruino/wifi-station.ts";
import { ManualScheduler } from "../node/manual-scheduler.ts";

let statements: string[];
let scheduler: ManualScheduler;
let station: WifiStation;
beforeEach(() => {
  statements = [];
  scheduler = new ManualScheduler();
  const accessPoint = { ssid: "home", password: "secret12" };
  station = createWifiStation(scheduler, accessPoint, (text) => statements.push(text));
});

const join = (password = "secret12"): void =>
  station.asked("J", JSON.stringify({ ssid: "home", password }));
/** What the program hears of, in order. */
const events = (): string[] =>
  statements
    .flatMap((text) => [...text.matchAll(/emit\("(\w+)",("?[\w]+)?/g)].map(String))
    .map((text) => text.replace(/^emit\("(\w+)",?"?([\w]*)?.*$/, "$1 $2").trim());

describe("joining, as the shim's Wifi module is told of it", () => {
  it("associated, then the callback with null, then connected with the address", () => {
    join();
    scheduler.advance(1000);
    expect(events()).toEqual(["associated", "done null", "connected"]);
    expect(statements.at(-1)).toContain(
      'emit("connected",{"ip":"192.168.4.2","netmask":"255.255.255.0","gw":"192.168.4.1"})',
    );
    expect(statements.every((text) => !text.includes("\n") && text.length < 1000)).toBe(true);
  });

  it("a wrong password: the event with the driver's reason as a string, then the callback", () => {
    join("wrong");
    scheduler.advance(5000);
    expect(events()).toEqual(["disconnected", "done 4WAY_HANDSHAKE_TIMEOUT"]);
    expect(statements.at(-1)).toContain(
      '{"ssid":"home","mac":"02:00:5e:10:00:01","reason":"15","msg":"4WAY_HANDSHAKE_TIMEOUT"}',
    );
  });

  it("the access point taken away: sockets die at once, the event comes after the driver's tries", () => {
    join();
    scheduler.advance(1000);
    statements.length = 0;
    station.setAvailable(false);
    scheduler.advance(1);
    expect(statements.some((text) => text.includes("HttpCC"))).toBe(true);
    expect(events()).toEqual([]);
    scheduler.advance(5000);
    expect(events()).toEqual(["disconnected", "done NO_AP_FOUND"]);
  });

  it("brought back: joined again only when asked, and connections work again before the event", () => {
    join();
    scheduler.advance(1000);
    station.setAvailable(false);
    scheduler.advance(5000);
    statements.length = 0;
    station.setAvailable(true);
    scheduler.advance(5000);
    expect(statements).toEqual([]);
    join();
    scheduler.advance(1000);
    const restored = statements.findIndex((text) => text.includes("delete n.connect"));
    const told = statements.findIndex((text) => text.includes('"connected"'));
    expect(restored).toBeGreaterThanOrEqual(0);
    expect(restored).toBeLessThan(told);
  });

  it("leaving is an event too, and a boot forgets everything", () => {
    join();
    scheduler.advance(1000);
    station.asked("L", "");
    scheduler.advance(100);
    expect(statements.at(-1)).toContain('"msg":"ASSOC_LEAVE"');
    join();
    station.reset();
    statements.length = 0;
    scheduler.advance(5000);
    expect(statements).toEqual([]);
  });
});
