// How `espulse watch` ends against a real broker: by its time, an interruption, a refusal.
import { afterEach, describe, expect, it, vi } from "vitest";
import { BrokerError, DeadlineError } from "../../host/errors.ts";
import { useClients } from "../doubles/clients.ts";
import { NOBODY } from "../doubles/ports.ts";
import { ToldBoard } from "../doubles/told-board.ts";
import { useWatching } from "../doubles/watching.ts";

const { aedes } = useClients();
const { run, interrupt } = useWatching();
afterEach(() => {
  vi.useRealTimers();
});

describe("the end", () => {
  it("by time is a success once something came, and a time-out when nothing did", async () => {
    const broker = await aedes();
    const nothing = run(broker, { timeoutMs: 200 });
    await expect(nothing.ended).rejects.toBeInstanceOf(DeadlineError);
    // The time stands still until they have what they are to have.
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const some = run(broker, { timeoutMs: 3000 });
    const few = run(broker, { timeoutMs: 3000, count: 3 });
    await Promise.all([some.connected, few.connected]);
    await new ToldBoard(broker).read();
    await Promise.all([some, few].map(({ stdout }) => stdout.until("#1")));
    vi.advanceTimersByTime(3000);
    vi.useRealTimers();
    await some.ended;
    await expect(few.ended).rejects.toThrowError("1 of 3 received within 3 s");
    expect(few.stderr.text).toContain("received 1 reading");
  });

  it("by time also ends what does not connect", async () => {
    const { ended } = run({ url: NOBODY }, { timeoutMs: 100, retries: 9 });
    await expect(ended).rejects.toBeInstanceOf(DeadlineError);
  });

  it("by an interruption sums up", async () => {
    const broker = await aedes();
    const { stdout, stderr, ended, connected } = run(broker);
    await connected;
    await new ToldBoard(broker).read();
    await stdout.until("#1");
    interrupt();
    await ended;
    expect(stderr.lines.at(-1)).toContain("received 1 reading from 1 device");
  });

  it("by a refused filter says which", async () => {
    const broker = await aedes({ refusedFilter: "espulse/+/telemetry" });
    const { ended } = run(broker);
    await expect(ended).rejects.toBeInstanceOf(BrokerError);
    await expect(ended).rejects.toThrowError("refused the filter espulse/+/telemetry");
  });

  it("does not come by a refused filter beside the telemetry", async () => {
    const broker = await aedes({ refusedFilter: "espulse/+/meta" });
    const { stderr, stdout, ended, connected } = run(broker, { count: 1 });
    await connected;
    await new ToldBoard(broker).read();
    await ended;
    expect(stderr.text).toContain("the broker refused the filter espulse/+/meta");
    expect(stdout.text).toContain("temp 21.5  rssi -61");
  });
});
