// Order and stillness of virtual time.
import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { VirtualTime } from "../../../../host/simulator/virtual/virtual-time.ts";

it("runs what is due in the order of its times, and of the planning where those are equal", async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  const see = (what: string) => () => seen.push(`${what}@${time.now()}`);
  time.after(20, see("b"));
  time.after(10, see("a"));
  time.after(20, see("c"));
  time.after(30, see("later"));
  time.soon(see("soon"));
  await time.advance(25);
  expect(seen).toEqual(["soon@0", "a@10", "b@20", "c@20"]);
  expect(time.now()).toBe(25);
  await time.advance(5);
  expect(seen.at(-1)).toBe("later@30");
});

it("does not call what was taken back, also when that is due at once", async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  time.after(5, () => seen.push("after"))();
  time.soon(() => seen.push("soon"))();
  time.after(1, () => cancel());
  const cancel = time.after(1, () => seen.push("late"));
  await time.advance(10);
  expect(seen).toEqual([]);
});

it("shows on a wall what the time is", async () => {
  const time = new VirtualTime({ start: new Date("2026-03-01T12:00:00Z") });
  await time.advance(90_000);
  expect(new Date(time.utc()).toISOString()).toBe("2026-03-01T12:01:30.000Z");
});

it("lets promises of this process come to their end before the next thing happens", async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  time.after(1, () => {
    time.await();
    void Promise.resolve().then(() => seen.push(`promise@${time.now()}`));
  });
  time.after(2, () => seen.push("next"));
  await time.advance(10);
  expect(seen).toEqual(["promise@1", "next"]);
});

it("lets what the host does in its time come to its end, promises and all", async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  time.hostClock.after(1, async () => {
    await Promise.resolve();
    seen.push(`promise@${time.hostClock.now()}`);
  });
  time.after(2, () => seen.push("next"));
  time.hostClock.after(3, () => seen.push("not called"))();
  await time.advance(10);
  expect(seen).toEqual(["promise@1", "next"]);
});

it("stands while something works that takes real time", async () => {
  const time = new VirtualTime();
  const seen: string[] = [];
  time.after(1, () => {
    void time.whileHeld(delay(20)).then(() => seen.push(`done@${time.now()}`));
    void time.whileHeld(delay(5)).then(() => seen.push(`sooner@${time.now()}`));
  });
  time.after(1, () => seen.push("next"));
  await time.advance(10);
  expect(seen).toEqual(["sooner@1", "done@1", "next"]);
});

it("tells of a loop without an end, and of a second one that moves it", async () => {
  const time = new VirtualTime();
  const again = (): void => void time.soon(again);
  again();
  await expect(time.advance(1)).rejects.toThrow("virtual time stands at 0 ms");
  const other = new VirtualTime();
  const first = other.advance(1);
  await expect(other.advance(1)).rejects.toThrow("being advanced already");
  await first;
});
