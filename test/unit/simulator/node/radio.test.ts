// The station's events and retries: event_handler in libs/network/esp32/jswrap_esp32_network.c.
import { describe, expect, it } from "vitest";
import { bench, SETTINGS } from "./bench.ts";

const WATCH = `var Wifi = require("Wifi");
["associated", "connected", "disconnected"].forEach(function (name) {
  Wifi.on(name, function (d) { print(name, JSON.stringify(d)); });
});
function join(password) {
  Wifi.connect("attic", { password: password }, function (e) { print("callback", e); });
}`;
const ASSOCIATED = 'associated {"ssid":"attic","mac":"02:00:5e:10:00:01","channel":"6"}';
const CONNECTED = 'connected {"ip":"192.168.4.2","netmask":"255.255.255.0","gw":"192.168.4.1"}';
const lost = (reason: number, message: string) =>
  `disconnected {"ssid":"attic","mac":"02:00:5e:10:00:01","reason":"${reason}","msg":"${message}"}`;
const TIMES = { associateMs: 200, addressMs: 100, failMs: 1000 };

async function station(extra = "") {
  const made = await bench(`${WATCH}${extra}`, { radioTimes: TIMES });
  return {
    ...made,
    async join(password = SETTINGS.wifi.password) {
      await made.board.evaluate(`join(${JSON.stringify(password)})`);
    },
  };
}

describe("Wifi.connect", () => {
  it("associates, gets an address, calls back with null, then emits `connected`", async () => {
    const { join, said, scheduler, value } = await station();
    expect(await value("Wifi.getStatus()")).toEqual({
      station: "Unknown reason",
      mode: "NULL",
      powersave: "min_modem",
    });
    expect(await value("Wifi.getIP().ip")).toBe("0.0.0.0");
    await join();
    scheduler.advance(199);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual([ASSOCIATED]);
    scheduler.advance(100);
    expect(said()).toEqual(["callback null", CONNECTED]);
    expect(await value("Wifi.getIP()")).toEqual({
      ip: "192.168.4.2",
      netmask: "255.255.255.0",
      gw: "192.168.4.1",
      mac: expect.stringMatching(/^24:0a:c4(:[0-9a-f]{2}){3}$/),
    });
    expect(await value("Wifi.getStatus()")).toMatchObject({
      station: "connected",
      ssid: "attic",
      mode: "STA",
      authMode: "wpa2",
    });
    const rssi = await value("Wifi.getStatus().rssi");
    expect(rssi).toBeGreaterThanOrEqual(-75);
    expect(rssi).toBeLessThanOrEqual(-50);
  });

  it("tells a wrong password after three tries, with its name", async () => {
    const { join, said, scheduler, value } = await station();
    await join("wrong");
    scheduler.advance(2999);
    expect(said()).toEqual([]);
    scheduler.advance(1);
    expect(said()).toEqual([lost(15, "4WAY_HANDSHAKE_TIMEOUT"), "callback 4WAY_HANDSHAKE_TIMEOUT"]);
    expect(await value("Wifi.getStatus().station")).toBe("4WAY_HANDSHAKE_TIMEOUT");
    await join();
    scheduler.advance(300);
    expect(said()).toEqual([ASSOCIATED, "callback null", CONNECTED]);
  });

  it("tells a missing access point after three tries", async () => {
    const { board, join, said, scheduler } = await station();
    await board.setWifi(false);
    await join();
    scheduler.advance(3000);
    expect(said()).toEqual([lost(201, "NO_AP_FOUND"), "callback NO_AP_FOUND"]);
  });

  it("checks its arguments", async () => {
    const { board } = await station();
    await expect(board.evaluate("Wifi.connect(5)")).rejects.toThrow("No SSID provided");
    await expect(board.evaluate("Wifi.connect('a', 5)")).rejects.toThrow(
      "Expecting Object, got number",
    );
    await expect(board.evaluate("Wifi.connect('a', {}, 5)")).rejects.toThrow(
      "Expecting callback function but got 5",
    );
    await expect(board.evaluate("Wifi.connect('a', {password: 5})")).rejects.toThrow(
      "Expecting options.password to be a string but got number",
    );
  });
});

describe("a lost access point", () => {
  // s_retry_num is 3 after connect(), so the first losses are tried again without a word.
  it("is found again silently: `associated` and `connected` once more, no `disconnected`", async () => {
    const { board, join, said, scheduler, value } = await station();
    await join();
    scheduler.advance(300);
    said();
    await board.setWifi(false);
    scheduler.advance(1);
    expect(await value("Wifi.getStatus().station")).toBe("connected");
    expect(await value("Wifi.getIP().ip")).toBe("0.0.0.0");
    await board.setWifi(true);
    scheduler.advance(1500);
    expect(said()).toEqual([ASSOCIATED, CONNECTED]);
  });

  it("is told after two more tries; then nothing is tried by itself", async () => {
    const { board, join, said, scheduler } = await station();
    await join();
    scheduler.advance(300);
    said();
    await board.setWifi(false);
    scheduler.advance(2000);
    expect(said()).toEqual([lost(201, "NO_AP_FOUND")]);
    await board.setWifi(true);
    scheduler.advance(60_000);
    expect(said()).toEqual([]);
    await join();
    scheduler.advance(300);
    expect(said()).toEqual([ASSOCIATED, "callback null", CONNECTED]);
  });

  it("is told at once when the tries are used up", async () => {
    const { board, join, said, scheduler } = await station();
    await join();
    scheduler.advance(300);
    for (let loss = 0; loss < 2; loss++) {
      await board.setWifi(false);
      await board.setWifi(true);
      scheduler.advance(300);
    }
    said();
    await board.setWifi(false);
    scheduler.advance(1);
    expect(said()).toEqual([lost(200, "BEACON_TIMEOUT")]);
  });
});

describe("a new start of the program", () => {
  it("finds the station still joined after load(), without an event, and not after E.reboot()", async () => {
    const { board, join, said, scheduler, value } = await station();
    await join();
    scheduler.advance(300);
    said();
    await board.evaluate("load()");
    scheduler.advance(1000);
    expect(said()).toEqual([]);
    expect(await value("Wifi.getStatus().station")).toBe("connected");
    await board.evaluate("E.reboot()");
    scheduler.advance(1000);
    expect(await value("Wifi.getStatus().mode")).toBe("NULL");
  });
});

describe("Wifi.disconnect", () => {
  it("calls back at once and again with the event, which says ASSOC_LEAVE", async () => {
    const { board, join, said, scheduler } = await station();
    await join();
    scheduler.advance(300);
    said();
    await board.evaluate("Wifi.disconnect(function () { print('gone'); })");
    scheduler.advance(1);
    expect(said()).toEqual(["gone", "gone", lost(8, "ASSOC_LEAVE")]);
  });
});

describe("other Wifi functions", () => {
  it("save the password in plain text, and tell it (jswrap_wifi_save, getDetails)", async () => {
    const { join, scheduler, value } = await station();
    await join();
    scheduler.advance(300);
    expect(await value("Wifi.getDetails().password")).toBe("hidden away");
    await value("Wifi.save()");
    expect(await value("require('Storage').read('.wificfg').indexOf('hidden away') > 0")).toBe(
      true,
    );
    await value("Wifi.save('clear')");
    expect(await value("typeof require('Storage').read('.wificfg')")).toBe("undefined");
  });

  it("start and stop an access point, set a host name, want text for SNTP", async () => {
    const { value, board } = await station();
    await value("Wifi.startAP('x')");
    expect(await value("Wifi.getStatus().mode")).toBe("AP");
    await value("Wifi.stopAP()");
    expect(await value("Wifi.getStatus().mode")).toBe("NULL");
    await value("Wifi.setHostname('shed')");
    expect(await value("Wifi.getHostname()")).toBe("shed");
    await expect(board.evaluate("Wifi.setSNTP('pool.ntp.org')")).rejects.toThrow(
      "Zone is not a string",
    );
  });
});
