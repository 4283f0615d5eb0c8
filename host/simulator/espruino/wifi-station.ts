// The board's Wi-Fi, seen from the host: the station of radio.ts on one side, statements for the
// shim's `Wifi` module (modules/wifi.js) on the other. Knows no process.
import { type AccessPoint, Radio, type RadioTimes, REASONS } from "../node/radio.ts";
import type { Scheduler } from "../node/scheduler.ts";

/** As the Node runtime has it: quicker than an ESP32's second or two. */
const TIMES: RadioTimes = { associateMs: 200, addressMs: 150, failMs: 700 };
const ADDRESS = { ip: "192.168.4.2", netmask: "255.255.255.0", gw: "192.168.4.1" };
const BSSID = "02:00:5e:10:00:01";

/** Runs `body` with the module as `w`. */
function onModule(body: string): string {
  return `(function(w){${body}})(require("Wifi"))`;
}

/** Queues the callback of `connect`, so that it keeps its place among the events (sendWifiCompletionCB). */
function callback(error: string | null): string {
  const text = JSON.stringify(error);
  return `if(w.c){w.on("done",w.c);w.emit("done",${text});w.removeAllListeners("done");delete w.c}`;
}

/**
 * The interface goes down: as on the ESP32 (lwIP aborts what is bound to an address that is taken
 * away) every connection of the board ends in an error, while its peer hears nothing. Sockets
 * list themselves in a hidden array (HTTP_ARRAY_HTTP_CLIENT_CONNECTIONS, socketserver.c), with the
 * file descriptor plus one as `sckt`: one that is not open gives the error and leaves the real one
 * open. 63 is none of the first ten and below 64, from where on select() looks at none. New connections fail at the name look-up, which takes the same path as no route.
 */
const NETWORK_DOWN =
  '(function(n){(global["\\xff"].HttpCC||[]).forEach(function(s){if(s.sckt)s.sckt=64});' +
  "n.connect=function(o,c){var f=n.connect;delete n.connect;" +
  'try{return n.connect({host:"",port:1},c)}finally{n.connect=f}}})(require("net"))';
const NETWORK_UP = '(function(n){delete n.connect})(require("net"))';

export interface WifiStation {
  /** A line of the shim: J to join, L to leave. */
  asked(kind: string, rest: string): void;
  setAvailable(available: boolean): void;
  /** A boot: nothing of the one before is left. */
  reset(): void;
}

export function createWifiStation(
  scheduler: Scheduler,
  accessPoint: AccessPoint,
  run: (statement: string) => void,
): WifiStation {
  const radio = new Radio(scheduler, accessPoint, TIMES);
  let isDown = false;

  const reset = (): void => {
    radio.powerOff();
    isDown = false;
    radio.events = {
      associated() {
        const { ssid } = radio.station;
        const details = JSON.stringify({ ssid, mac: BSSID, channel: "6" });
        run(onModule(`w.s=1;w.emit("associated",${details})`));
      },
      gotAddress() {
        if (isDown) run(NETWORK_UP);
        isDown = false;
        run(onModule(`w.s=2;${callback(null)}w.emit("connected",${JSON.stringify(ADDRESS)})`));
      },
      disconnected(reason) {
        const code = REASONS[reason];
        const { ssid } = radio.station;
        const details = JSON.stringify({ ssid, mac: BSSID, reason: String(code), msg: reason });
        run(onModule(`w.s=${code};w.emit("disconnected",${details});${callback(reason)}`));
      },
      networkDown() {
        isDown = true;
        run(onModule("w.s=1"));
        run(NETWORK_DOWN);
      },
    };
  };
  reset();

  return {
    asked(kind, rest) {
      if (kind === "L") radio.disconnect();
      else radio.connect(JSON.parse(rest) as AccessPoint);
    },
    setAvailable: (available) => radio.setAvailable(available),
    reset,
  };
}
