// What a flash writes and in what order, for everything that can lie on a board.
import { describe, expect, it } from "vitest";
import { BAD, CONF, GOOD, SLOT } from "../../../firmware/contract/ledger.ts";
import { planFlash, type Wanted } from "../../../host/flash/plan.ts";
import { decodeLedger, encodeEntry, encodeLedger } from "../../../host/layout/ledger.ts";
import type { FlashStorage } from "../../../host/simulator/node/flash-storage.ts";
import { carryOutOn, newStorage, presentOn } from "../../doubles/flashed-storage.ts";

const LOADER = Buffer.from('"espulse 1";//\nrun();');
const SETTINGS = Buffer.from('{"v":1}');

const bundle = (name: string): Uint8Array => Buffer.from(`print("${name}")`);
const settings = (name: string): Uint8Array => Buffer.from(`{"v":1,"device":"${name}"}`);

const WANTED: Wanted = {
  bundle: bundle("a"),
  settings: SETTINGS,
  isSettingsProven: true,
  loader: LOADER,
  slots: 2,
  outboxBytes: 0,
};

/** Its steps, carried out: `write slot0`, `put ledger0@256`, `erase .boot1`. */
function flash(board: FlashStorage, wanted: Partial<Wanted> = {}): string[] {
  const { steps } = planFlash(presentOn(board), { ...WANTED, ...wanted });
  carryOutOn(board, steps);
  return steps.map(
    (step) => `${step.kind} ${step.name}${step.kind === "put" ? `@${step.at}` : ""}`,
  );
}

function flashed(wanted: Partial<Wanted> = {}): FlashStorage {
  const board = newStorage();
  flash(board, wanted);
  return board;
}

/** The mark that the boot script sets on the newest entry of this file. */
function mark(board: FlashStorage, file: string, at: number): void {
  const { name, bytes } = presentOn(board).ledger!;
  const { offset } = decodeLedger(bytes).findLast((entry) => entry.file === file)!;
  board.write(name, Uint8Array.of(0), offset + at);
}

function told(board: FlashStorage): string[] {
  const { name, bytes } = presentOn(board).ledger!;
  return [name, ...decodeLedger(bytes).map(({ file, verdict }) => `${file} ${verdict}`)];
}

describe("a flash", () => {
  it("of a blank board writes settings, bundle, ledger, and the boot script last", () => {
    const board = newStorage();
    expect(planFlash(presentOn(board), WANTED)).toMatchObject({
      slot: "slot0",
      bundleBytes: WANTED.bundle!.length,
    });
    expect(flash(board)).toEqual([
      "write conf0",
      "write slot0",
      "write ledger0",
      "write .bootcde",
      "put .bootcde@14",
    ]);
    expect(told(board)).toEqual(["ledger0", "conf0 good", "slot0 pending"]);
    expect(Buffer.from(board.read(".bootcde")!)).toEqual(LOADER);
  });

  it("of a new bundle goes to the other slot, and is switched to at the end", () => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    expect(flash(board, { bundle: bundle("b") })).toEqual(["write slot1", "put ledger0@256"]);
    expect(told(board).at(-1)).toBe("slot1 pending");
    mark(board, "slot1", GOOD);
    expect(flash(board, { bundle: bundle("c") })).toEqual(["write slot0", "put ledger0@384"]);
    expect(told(board).at(-1)).toBe("slot0 pending");
  });

  it("of what is there already writes nothing", () => {
    const board = flashed();
    expect(flash(board)).toEqual([]);
    expect(planFlash(presentOn(board), WANTED)).toEqual({
      steps: [],
      switchAt: 0,
      hadBundle: true,
      slot: "slot0",
      bundleBytes: 0,
    });
  });

  it("takes away what runs with the ledger, and with the bundle where there is room for one alone", () => {
    const switchOf = (board: FlashStorage, wanted: Partial<Wanted>): string => {
      const { steps, switchAt } = planFlash(presentOn(board), { ...WANTED, ...wanted });
      return steps[switchAt]!.name;
    };
    const changed = { bundle: bundle("b"), settings: settings("b") };
    expect(switchOf(newStorage(), {})).toBe("ledger0");
    expect(switchOf(flashed(), changed)).toBe("ledger0");
    expect(switchOf(flashed({ slots: 1 }), { ...changed, slots: 1 })).toBe("slot0");
    expect(switchOf(flashed(), { loader: Buffer.from('"espulse 2";//\nrun();') })).toBe(".boot1");
    expect(planFlash(presentOn(newStorage()), WANTED).hadBundle).toBe(false);
    expect(planFlash(presentOn(flashed()), { ...WANTED, ...changed }).hadBundle).toBe(true);
  });

  it("of new settings alone leaves the bundle where it is", () => {
    const board = flashed();
    const wanted = { settings: settings("b"), isSettingsProven: false };
    expect(flash(board, wanted)).toEqual(["write conf1", "put ledger0@256"]);
    expect(told(board)).toEqual(["ledger0", "conf0 good", "slot0 pending", "conf1 pending"]);
  });

  it("of a new bundle alone leaves the settings where they are", () => {
    const board = flashed();
    flash(board, { bundle: bundle("b") });
    expect(told(board)).toEqual(["ledger0", "conf0 good", "slot0 pending", "slot1 pending"]);
  });

  it("of the configuration alone names the bundle that stays, and none on a blank board", () => {
    const board = flashed();
    const { bundle: _, ...wanted } = { ...WANTED, settings: settings("b") };
    expect(planFlash(presentOn(board), wanted)).toMatchObject({ slot: "slot0", bundleBytes: 0 });
    expect(planFlash(presentOn(newStorage()), wanted).slot).toBe(undefined);
  });

  it.each([
    [SLOT, { bundle: bundle("b") }, { bundle: bundle("c") }],
    [
      CONF,
      { settings: settings("b"), isSettingsProven: false },
      { settings: settings("c"), isSettingsProven: false },
    ],
  ] as const)("gives up a %s on trial, and never the good one before it", (stem, second, third) => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    flash(board, second);
    const { offset } = decodeLedger(presentOn(board).ledger!.bytes).at(-1)!;
    expect(flash(board, third)).toEqual([
      `put ledger0@${offset + BAD}`,
      `write ${stem}1`,
      `put ledger0@${offset + 128}`,
    ]);
    expect(told(board).slice(-2)).toEqual([`${stem}1 bad`, `${stem}1 pending`]);
  });

  it("goes beside a bundle on trial where no good one is before it", () => {
    const board = flashed();
    flash(board, { bundle: bundle("b") });
    expect(flash(board, { bundle: bundle("c") })).toEqual(["write slot0", "put ledger0@384"]);
  });

  it("of a board with one slot writes over it", () => {
    const board = flashed({ slots: 1 });
    mark(board, "slot0", GOOD);
    expect(flash(board, { slots: 1, bundle: bundle("b") })).toEqual([
      "write slot0",
      "put ledger0@256",
    ]);
  });

  it("of a bundle that was given up sends it once more", () => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    flash(board, { bundle: bundle("b") });
    mark(board, "slot1", BAD);
    expect(flash(board, { bundle: bundle("b") })).toEqual(["write slot1", "put ledger0@384"]);
    mark(board, "slot1", BAD);
    expect(flash(board)).toEqual([]);
  });

  it("carries what counts over from a full ledger, verdicts included", () => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    for (let n = 0; told(board).length < 16; n++) {
      flash(board, { bundle: bundle(`${n}`) });
      mark(board, n % 2 ? "slot0" : "slot1", GOOD);
    }
    expect(flash(board, { bundle: bundle("b") })).toEqual([
      "write slot0",
      "write ledger1",
      "erase ledger0",
    ]);
    expect(told(board)).toEqual(["ledger1", "conf0 good", "slot1 good", "slot0 pending"]);
  });

  it("takes no ledger that was cut off, and clears it away", () => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    const cut = encodeLedger([encodeEntry("conf0", SETTINGS, true)]).fill(0xff, 128);
    board.write("ledger1", cut);
    expect(flash(board, { bundle: bundle("b") })).toEqual([
      "write slot1",
      "put ledger0@256",
      "erase ledger1",
    ]);
  });

  it("replaces the boot script while another stands in for it", () => {
    const board = flashed();
    const loader = Buffer.from('"espulse 1";//\nother();');
    const steps = [
      "write .boot1",
      "put .boot1@14",
      "write .bootcde",
      "put .bootcde@14",
      "erase .boot1",
    ];
    expect(flash(board, { loader })).toEqual(steps);
    board.write(".boot1", loader);
    expect(flash(board)).toEqual(steps);
  });

  it("goes on where the replacing of the boot script was cut off", () => {
    const board = flashed();
    board.erase(".bootcde");
    board.write(".boot1", LOADER);
    expect(flash(board)).toEqual(["write .bootcde", "put .bootcde@14", "erase .boot1"]);
    board.write(".boot1", LOADER);
    expect(flash(board)).toEqual(["erase .boot1"]);
  });

  it("does not count a slot whose file is damaged", () => {
    const board = flashed();
    mark(board, "slot0", GOOD);
    flash(board, { bundle: bundle("b") });
    board.erase("slot1");
    board.write("slot1", bundle("x"));
    expect(flash(board, { bundle: bundle("b") })).toEqual(["write slot1", "put ledger0@384"]);
  });
});
