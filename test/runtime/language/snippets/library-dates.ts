// Dates beyond their range, made of parts, set, and told apart.
import type { Snippet } from "../snippet.ts";

export const libraryDates: readonly Snippet[] = [
  {
    name: "a Date beyond its range",
    source: `
      const asked = (d: Date) => {
        const text = () => { try { return d.toISOString(); } catch (e) { return e instanceof RangeError; } };
        return [d.getTime(), d.getDate(), d.getUTCHours(), text(), d.toJSON(), isNaN(+d)];
      };
      const last: number = JSON.parse("8640000000000000");
      show([last + 1, -last - 1, last * 2, Infinity].map((ms) => asked(new Date(ms))));
      show([new Date(last).getTime(), new Date(-last).getTime(), new Date(8640000000000001).getTime()]);
      show([String(new Date(last + 1)), new Date(NaN).toUTCString()]);
      show([Date.UTC(300000, 0), Date.UTC(275760, 8, 13), Date.UTC(-300000, 0)]);
    `,
  },
  {
    name: "a Date of parts that are no whole numbers in their range",
    source: `
      const made = (...parts: [number, number, number?, number?]) => {
        const [year, month, day = 1, hour = 0] = parts;
        return [new Date(year, month).getTime(), new Date(year, month, day, hour).getTime()];
      };
      show([made(2024, 1), made(2024, NaN), made(300000, 0), made(99, 0), made(2024.9, 1.9, 1.9), made(2024, -1, 0)]);
      show([made(2024, 0, 1, 3e9), made(2024, 13, 45, 30), made(0, 0), made(NaN, 0)]);
    `,
  },
  {
    name: "a Date that is set, also beyond its range and back",
    source: `
      const late: number = JSON.parse("8640000000000001");
      const d = new Date(2024, 0, 31);
      show([d.setMonth(1), d.setDate(0), d.setHours(25), d.setMinutes(61, 5), d.setSeconds(-1), d.setMilliseconds(1500)]);
      show([d.setFullYear(2023, 1, 29), d.setTime(1.9), d.setTime(-1.9), d.getTime()]);
      show([d.setTime(late), d.getTime(), d.getDate(), d.setHours(1), String(d)]);
      show([d.setTime(5), d.getTime(), d.getDate(), d.getUTCMilliseconds(), d.toISOString()]);
      show([d.setHours(NaN), d.getHours(), d.setMinutes(1), d.setFullYear(2020), d.toISOString()]);
      const clock = { hours: 0, setHours(hours: number) { this.hours = hours; return this; } };
      show(clock.setHours(5).hours);
    `,
  },
  {
    name: "Dates as text",
    source: `
      const d = new Date("2024-12-01T10:20:30Z");
      show([[d].join(), \`\${[d]}\`, String([d, d])].map((text) => text.slice(0, 24)));
      show([d.toUTCString(), new Date("2024-12-21T10:20:30Z").toUTCString()]);
      show([typeof Date(), Date().length > 24, Date().slice(10, 11)]);
      show([((d as any) + 1).slice(0, 15), (d as any) == 5, Math.max(d as any, 3)]);
    `,
  },
  {
    name: "switch on Dates",
    source: `
      const a = new Date(5);
      const b = new Date(5);
      switch (a as Date) { case a: show("a"); }
      switch (b) { case a: show("b"); }
      const days = [new Date(1), new Date(1)];
      const which = (day: Date | undefined) => {
        switch (day) {
          case days[0]: return "first";
          case undefined: return "none";
          case days[1]: return "second";
          default: return "other";
        }
      };
      show([...days, undefined, new Date(1)].map(which));
      let reads = 0;
      const next = () => { reads++; return days[1]; };
      switch (next()) {
        case days[0]: show("wrong"); break;
        case days[1]: show("through");
        default: show("default");
      }
      show(reads);
      const named = async (day: Date | null) => {
        switch (day) {
          case null: await 0; return "null";
          case days[0]: await 0; return "first";
        }
        return "none";
      };
      (async () => show([await named(null), await named(days[0]!), await named(new Date(1))]))();
    `,
  },
  {
    name: "a Date has no fields to spread",
    source: `
      const copy = <T extends object>(o: T): T => ({ ...o });
      const log = { at: new Date(5), n: 1 };
      show([{ ...log.at }, copy(log).at === log.at, JSON.stringify(copy(log)), Object.assign({}, new Date(0))]);
    `,
  },
  {
    name: "Date.now that is handed on",
    source: `
      const now = Date.now;
      const clock = { now: Date.now };
      class Log { constructor(private readonly now: () => number = Date.now) {} at() { return this.now(); } }
      show([now() % 1, clock.now() % 1, new Log().at() % 1, [0].map(Date.now)[0]! % 1, Math.round(Date.now()) % 1]);
    `,
  },
  {
    name: "milliseconds of a date as text",
    source: `
      show([new Date("1999-02-14T03:52:42.359Z").getTime(), new Date("2024-01-01T00:00:48.581Z").toISOString()]);
      let off = 0;
      for (let s = 0; s < 60; s += 7) {
        for (let ms = 0; ms < 1000; ms += 13) {
          const t = Date.UTC(2024, 0, 1, 0, 0, s, ms);
          if (Date.parse(new Date(t).toISOString()) !== t) off++;
        }
      }
      show(off);
      show(["2024-06-01T12:00:00.5Z", "2024-06-01T12:00:00.05+02:00", "2024-06-01T12:00:00.1239Z", "2024-06-01T12:00:00.007Z"].map((t) => Date.parse(t)));
    `,
  },
  {
    name: "dates with blanks, of HTTP, and texts that are none",
    source: `
      // Of local time, wherever that is.
      const noon = new Date(2024, 5, 1, 12).getTime();
      const local = ["2024-06-01 12:00:00", "2024-06-01 12:00", "2024-06-01 12:00:00.250", "2024/06/01", "2024/06/01 12:30"];
      show(local.map((text) => new Date(text).getTime() - noon));
      const texts = ["2024-06-01 12:00:00Z", "2024-06-01", "Sat, 01 Jun 2024 12:00:00 GMT", "Mon, 31 Dec 2029 23:59:59 GMT"];
      show(texts.map((text) => new Date(text).getTime()));
      show(new Date(new Date(1717243200000).toUTCString()).toISOString());
      const none = ["1717243200000", "Xxx, 01 Foo 2024 12:00:00 GMT", "2024-06-01 25:00:00", "2024/13/01", "none"];
      show(none.map((text) => String(new Date(text))));
    `,
  },
];
