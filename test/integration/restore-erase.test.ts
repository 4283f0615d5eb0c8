// `espulse restore` and `espulse erase` on a simulated board at a pseudo-terminal, on both runtimes.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sendFile } from "../../host/console/upload.ts";
import { ConfigError } from "../../host/errors.ts";
import { erase } from "../../host/flash/erase.ts";
import { restore } from "../../host/flash/restore.ts";
import { skipEspruino } from "../doubles/real-interpreter.ts";
import { HANGS_MS, until } from "../doubles/until.ts";
import { useVerbBoards, type VerbBoard } from "../doubles/verb-board.ts";

const { place, start } = useVerbBoards();

const THEIRS = "print('their program');";
/** Of the real interpreter; the other runtime has none. */
const SIMULATOR = { node: [], espruino: [".boot0", "ESP32", "Wifi"] };

async function putFile(board: VerbBoard, name: string, text: string): Promise<void> {
  const session = await board.open();
  await sendFile(session, name, Buffer.from(text, "latin1"));
  await session.close();
}

/** With a board that it restarts, which happens a moment after it says so; what is asked meanwhile is lost. */
async function restarting<Result>(board: VerbBoard, work: () => Promise<Result>) {
  const { boots } = board.board;
  const result = await work();
  await until(() => board.board.boots > boots, "a restart");
  const answers = () => board.files().then(() => true);
  await expect.poll(answers, { timeout: HANGS_MS }).toBe(true);
  return result;
}

async function failureOf(work: Promise<unknown>): Promise<ConfigError> {
  const failure = await work.then(
    () => new Error("it went well"),
    (error: unknown) => error,
  );
  expect(failure).toBeInstanceOf(ConfigError);
  return failure as ConfigError;
}

const backups = (): string[] => readdirSync(join(place.folder, "espulse/backups"));

describe.each([
  ["node", false],
  ["espruino", skipEspruino],
] as const)("on a board of the runtime %s", (runtime, skip) => {
  const test = it.skipIf(skip);

  test("what was there before Espulse comes back, and nothing of Espulse stays", async () => {
    const board = await start(runtime);
    await putFile(board, ".bootcde", THEIRS);
    await putFile(board, "their-table", "1,2,3");
    const refusal = await restarting(board, () => failureOf(board.flash({ device: "attic" })));
    expect(refusal.message).toContain("code that is not Espulse's (.bootcde)");
    const { serial } = await board.flash({ device: "attic", replace: true });
    expect(await board.files()).toContain("slot0");
    const restored = await restarting(board, () => restore(board.options));
    expect(restored).toMatchObject({
      serial,
      backup: join(place.folder, "espulse/backups", backups()[0]!),
      written: [{ name: ".bootcde", bytes: THEIRS.length }],
    });
    expect([...restored.removed].sort()).toEqual([
      ".bootcde",
      "boots0",
      "conf0",
      "ledger0",
      "outbox",
      "slot0",
    ]);
    await until(
      () => board.lines.includes("their program"),
      () => board.lines.join("\n"),
    );
    const own = SIMULATOR[runtime];
    expect(await board.files()).toEqual([...own, ".bootcde", "their-table"].sort());
    // Again: it is there.
    expect((await restore(board.options)).removed).toEqual([]);
  });

  test("erase leaves nothing, and says what there was", async () => {
    const board = await start(runtime);
    await board.flash({ device: "attic" });
    const { removed, serial } = await erase(board.options);
    // The board was left alone while it booted.
    expect(board.lines.filter((line) => line.includes("Uncaught"))).toEqual([]);
    expect(removed.map(({ name }) => name).sort()).toEqual([
      ".bootcde",
      "boots0",
      "conf0",
      "ledger0",
      "outbox",
      "slot0",
    ]);
    expect(await board.files()).toEqual(SIMULATOR[runtime]);
    expect(await erase(board.options)).toMatchObject({ v: 1, serial, removed: [] });
    expect((await board.flash({ device: "attic" })).boot).toMatch(/-1$/);
  });

  test("erase refuses other code, and keeps a copy where it may go", async () => {
    const board = await start(runtime);
    await putFile(board, ".boot2", THEIRS);
    const refusal = await restarting(board, () => failureOf(erase(board.options)));
    expect(refusal.message).toContain("code that is not Espulse's (.boot2)");
    expect(board.told.at(-1)).toBe(`in Storage: .boot2 (${THEIRS.length})`);
    // It was stopped for the look, and runs again.
    await until(
      () => board.lines.includes("their program"),
      () => board.lines.join("\n"),
    );
    expect(await board.files()).toContain(".boot2");
    await erase({ ...board.options, replace: true });
    expect(await board.files()).toEqual(SIMULATOR[runtime]);
    await restarting(board, () => restore(board.options));
    expect(await board.files()).toEqual([...SIMULATOR[runtime], ".boot2"].sort());
  });

  test("erase keeps a copy of data that is not Espulse's as well", async () => {
    const board = await start(runtime);
    await board.flash({ device: "attic" });
    await putFile(board, "their-table", "1,2,3");
    const refusal = await restarting(board, () => failureOf(erase(board.options)));
    expect(refusal.message).toContain("files that are not Espulse's (their-table); --replace");
    await erase({ ...board.options, replace: true });
    expect(await board.files()).toEqual(SIMULATOR[runtime]);
    const { written } = await restarting(board, () => restore(board.options));
    expect(written).toEqual([{ name: "their-table", bytes: 5 }]);
    expect(await board.files()).toEqual([...SIMULATOR[runtime], "their-table"].sort());
  });
});

describe("a device id", () => {
  it("of another board is refused with both serials, and the board runs on", async () => {
    const first = await start();
    const second = await start("node", 2);
    const { serial } = await first.flash({ device: "attic" });
    const own = await second.flash({ device: "cellar" });
    const { boots } = second.board;
    const { message } = await failureOf(second.flash({ device: "attic" }));
    expect(message).toContain(`the board with serial ${serial}, and this one has ${own.serial}`);
    await until(() => second.board.boots > boots);
    // Without one it keeps what it is called.
    expect((await second.flash()).device).toBe("cellar");
  });
});

describe("restore", () => {
  it("of a board that has no backup says how one is made", async () => {
    const board = await start();
    const { message } = await failureOf(restore(board.options));
    expect(message).toMatch(/no backup of the board with serial 240ac4\S+; .*flash --replace/);
  });

  it("does not take away code that came there since", async () => {
    const board = await start();
    await putFile(board, ".bootcde", THEIRS);
    await erase({ ...board.options, replace: true });
    await putFile(board, ".bootcde", "print('newer');");
    const { message } = await failureOf(restore(board.options));
    expect(message).toMatch(/neither Espulse's nor in .*backups.*\(\.bootcde\).*erase --replace/);
    expect(await board.files()).toEqual([".bootcde"]);
  });
});
