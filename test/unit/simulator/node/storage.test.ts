// require("Storage") as JavaScript sees it (src/jswrap_storage.c). Results are those the real
// interpreter gave for the same calls.
import { describe, expect, it } from "vitest";
import { type Bench, bench } from "./bench.ts";

async function storage(): Promise<Bench> {
  const made = await bench(
    "var S = require('Storage'); S.eraseAll(); function thrown(f) { try { return f(); } catch (e) { return e.toString(); } }",
  );
  return made;
}

describe('require("Storage")', () => {
  it.each([
    ["S.write('a', 'hello')", true],
    ["(S.write('a', 'hello'), S.read('a'))", "hello"],
    ["typeof S.read('missing')", "undefined"],
    ["(S.write('a', 'hello'), S.read('a', 1, 2))", "el"],
    ["(S.write('a', 'hello'), S.read('a', 10, 2))", ""],
    ["(S.write('a', 'hello'), S.read('a', -3, 2))", "he"],
    ["(S.write('a', 'hello'), S.read('a', 1))", "ello"],
    ["(S.write('arr', [1, 2, 300]), S.read('arr'))", "\x01\x02,"],
    ["(S.write('u', 5), S.read('u'))", "\x05"],
    ["(S.write('u8', new Uint8Array([7, 255])), S.read('u8'))", "\x07\xff"],
    ["(S.write('obj', {a: 1}), S.read('obj'))", '{"a":1}'],
    ["(S.write('obj', {a: 2}, 3, 99), S.read('obj'))", '{"a":2}'],
    ["(S.write(12, 'ab'), S.read('12'))", "ab"],
    [
      "thrown(function () { S.write('u', undefined); })",
      "Error: Can't get pointer to data to write",
    ],
    [
      "thrown(function () { S.write('u', null); })",
      "TypeError: Expecting Number or iterable, got null",
    ],
    ["thrown(function () { S.write('e', ''); })", "Error: Can't create zero length file"],
    ["S.write('p', '0', -1)", false],
    ["S.getFree()", 917_504],
    ["(S.write('x', 'a'), S.write('ab', 'b'), S.list())", ["x", "ab"]],
    ["(S.write('x', 'a'), S.write('ab', 'b'), S.list(/^a/))", ["ab"]],
    [
      "(S.write('their-table', 'x'), S.write('tab', 'x'), S.write('ledger0', 'x'), S.list('ledger'))",
      ["their-table", "ledger0"],
    ],
    ["S.list(undefined, {sf: true})", []],
    ["(S.write('j', '{\"a\":[1]}'), S.readJSON('j'))", { a: [1] }],
    ["(S.write('j', 'yes?'), typeof S.readJSON('j', true))", "undefined"],
    ["(S.write('e', 'x'), S.erase('e'), S.erase('e'), S.list())", []],
  ])("%s", async (expression, expected) => {
    const { value } = await storage();
    expect(await value(expression)).toEqual(expected);
  });

  it("gives an ArrayBuffer of the board's own, or undefined", async () => {
    const { value } = await storage();
    await value("S.write('a', 'hello')");
    expect(await value("S.readArrayBuffer('a') instanceof ArrayBuffer")).toBe(true);
    expect(await value("new Uint8Array(S.readArrayBuffer('a'))[4]")).toBe("o".charCodeAt(0));
    expect(await value("typeof S.readArrayBuffer('b')")).toBe("undefined");
  });

  it("hashes names and places: the same files give the same hash, moved ones another", async () => {
    const { value, said } = await storage();
    await value("(S.write('gone', 'x'), S.write('a', 'y'), S.erase('gone'))");
    const before = await value("S.hash()");
    expect(await value("S.hash()")).toBe(before);
    expect(await value("S.hash(/^b/)")).toBe(0xabcddcba | 0);
    await value("S.compact()");
    expect(said()).toEqual(["Compacting..."]);
    expect(await value("S.hash()")).not.toBe(before);
  });

  it("throws the board's own Error", async () => {
    const { value } = await storage();
    expect(
      await value(
        "(function () { try { S.write('e', ''); } catch (e) { return e instanceof Error; } })()",
      ),
    ).toBe(true);
  });
});
