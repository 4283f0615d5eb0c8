// Date on the board's clock and time zone (jswrap_date.c): the host's clock and zone stay outside.
import type { SystemClock } from "./clock.ts";
import type { Realm } from "./realm.ts";

const NAMES = ["Date"];

/** Returns what E.setTimeZone sets. */
export function installDate(realm: Realm, clock: SystemClock): (hours: number) => void {
  const zone = { minutes: 0 };
  realm.provide(NAMES, () => {
    const make = realm.run(DATE_ON_BOARD, "date") as (
      native: DateConstructor,
      nowMs: () => number,
      zoneMinutes: () => number,
    ) => unknown;
    return make(
      realm.intrinsics.Date,
      () => clock.nowUs() / 1000,
      () => zone.minutes,
    );
  });
  return (hours) => {
    zone.minutes = Math.round(hours * 60) || 0;
  };
}

/** Runs on the board, for its own Date; the local getters are the UTC ones, moved by the zone. */
const DATE_ON_BOARD = `(function (Native, nowMs, zoneMinutes) {
  const shifted = (date, sign) => new Native(date.getTime() + sign * zoneMinutes() * 60000);
  class BoardDate extends Native {
    constructor(...args) {
      if (args.length === 0) super(nowMs());
      else if (args.length === 1) super(args[0]);
      else super(Native.UTC(...args) - zoneMinutes() * 60000);
    }
    static now() { return nowMs(); }
    getTimezoneOffset() { return -zoneMinutes(); }
  }
  for (const part of ["FullYear", "Month", "Date", "Day", "Hours", "Minutes", "Seconds", "Milliseconds"]) {
    Object.defineProperty(BoardDate.prototype, "get" + part, {
      value() { return Native.prototype["getUTC" + part].call(shifted(this, 1)); },
      configurable: true, writable: true,
    });
  }
  Object.defineProperty(BoardDate, "name", { value: "Date" });
  return BoardDate;
})`;
