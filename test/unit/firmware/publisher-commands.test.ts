// The commands a board takes: the whole firmware against a broker in the test's hand.
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { BoardBench, TOPICS } from "./board-bench.ts";
import { publishOf } from "./mqtt/wire.ts";

let board: BoardBench;
afterEach(() => board.close());

describe("a subscription that is refused", () => {
  it("is told, and readings go on [MQTT-3.9.3-2]", async () => {
    board = await BoardBench.boot();
    board.broker.subackCode = 0x80;
    board.pass(5000);
    expect(board.logs.map(({ text }) => text)).toEqual([
      "connected",
      "subscription refused",
      "subscription refused",
    ]);
    expect(board.seqs).toEqual([1, 2, 3, 4, 5]);
  });
});

describe("commands", () => {
  beforeEach(async () => {
    board = await BoardBench.boot();
    board.pass(1500);
  });

  const replies = () =>
    board.broker.published
      .filter(({ topic }) => topic.startsWith(`${TOPICS}reply/`))
      .map(({ topic, payload }) => [topic.slice(`${TOPICS}reply/`.length), JSON.parse(payload)]);

  it("ping is answered on its own reply topic, at QoS 1, not retained", () => {
    board.command("ping", '{"id":"a-1_B"}', 5);
    expect(replies()).toEqual([["a-1_B", { v: 1, ok: true, up: 1500 }]]);
    expect(board.broker.published.at(-1)).toMatchObject({ qos: 1, isRetained: false });
  });

  it("an unknown one is answered so", () => {
    board.command("dance", '{"id":"b"}');
    expect(replies()).toEqual([["b", { v: 1, ok: false, error: "unknown command" }]]);
  });

  it.each([
    ["no JSON", "reboot now"],
    ["an empty payload", ""],
    ["JSON null", "null"],
    ["no id", '{"what":1}'],
    ["an empty id", '{"id":""}'],
    ["an id with / [MQTT-4.7.1-1]", '{"id":"a/b"}'],
    ["an id with + [MQTT-3.3.2-2]", '{"id":"+"}'],
    ["an id with # [MQTT-3.3.2-2]", '{"id":"#"}'],
    ["an id with NUL [MQTT-1.5.3-2]", '{"id":"a\\u0000"}'],
    ["an id with a letter that is not ASCII", '{"id":"\\u00e9"}'],
    ["an object for an id", '{"id":{"a":1}}'],
  ])("with %s gets no answer, and that is told", (_name, payload) => {
    board.command("ping", payload, 9);
    board.pass(2000);
    expect(replies()).toEqual([]);
    expect(board.logs.at(-1)!.text).toBe("1 commands unanswered");
    expect(board.seqs).toEqual([1, 2, 3, 4]);
  });

  it("cut by its length gets no answer, though what is left of it could be read", () => {
    board.command("ping", `{"id":"big"}${" ".repeat(20_000)}`);
    board.pass(2000);
    expect(replies()).toEqual([]);
    expect(board.lines.at(-1)).toBe("espulse: 1 commands unanswered");
  });

  it("cut by its length gets no answer, and that is told", () => {
    board.command("ping", `{"id":"big","x":"${"x".repeat(20_000)}"}`, 9);
    board.command("ping", '{"id":"after"}', 10);
    board.pass(2000);
    expect(replies().map(([id]) => id)).toEqual(["after"]);
    expect(board.lines.at(-1)).toBe("espulse: 1 commands unanswered");
  });

  it("more than the window can answer are counted, and told with the next reading", () => {
    board.broker.acknowledges = ({ topic }) => !topic.includes("/reply/");
    board.broker.deliver(
      Array.from({ length: 200 }, (_, i) =>
        publishOf(`${TOPICS}cmd/ping`, `{"id":"n${i}"}`, { id: 100 + i }),
      ).join(""),
    );
    expect(replies()).toHaveLength(8);
    board.broker.acknowledges = () => true;
    board.pass(1000);
    expect(board.logs.at(-1)!.text).toMatch(/^192 commands unanswered/);
    board.pass(5000);
    expect(board.logs.filter(({ text }) => text.includes("unanswered"))).toHaveLength(1);
  });

  it("200 that cannot be answered cost a bounded number of bytes", () => {
    const before = board.interpreter.link.sent.length;
    board.interpreter.link.isRead = false;
    board.broker.deliver(
      Array.from({ length: 200 }, () => publishOf(`${TOPICS}cmd/ping`, "nonsense")).join(""),
    );
    board.pass(1000);
    // What waits for the socket lies in the board's memory: 14 bytes a var, some 200 to spare.
    expect(board.interpreter.link.unsent).toBeLessThan(1500);
    board.interpreter.link.isRead = true;
    board.pass(1000);
    expect(board.interpreter.link.sent.length).toBeGreaterThan(before);
    expect(board.lines).toContain("espulse: 200 commands unanswered");
  });
});
