// Which boot this is: a count in flash that no power cut may use twice or lose.
import { afterEach, describe, expect, it } from "vitest";
import { Interpreter } from "../../doubles/firmware-globals.ts";
import { seededWhole } from "../../doubles/seeded-random.ts";
import { FlashStorage, PowerCut } from "./interpreter/storage.ts";

const BOOTS_PER_FILE = 256;

interface Boot {
  readonly count: number;
  readonly previous: string;
  /** Notes a clean end. */
  readonly end: () => void;
}

/** Boots of one test, each with its modules fresh, as after a restart. */
let interpreter: Interpreter | undefined;
afterEach(() => interpreter?.restore());

async function boot(storage: FlashStorage): Promise<Boot> {
  interpreter?.restore();
  interpreter = new Interpreter("none", storage);
  const module = await import("../../../firmware/boot-count.ts");
  const count = module.countBoot();
  return { count, previous: module.previousEnd, end: module.markCleanEnd };
}

function contents(storage: FlashStorage): Record<string, string> {
  return Object.fromEntries(
    storage.files.map(({ name, bytes }) => [
      name,
      [...bytes].map((byte) => (byte === 255 ? "." : String(byte))).join(""),
    ]),
  );
}

/** A board that has counted `boots` boots, the last of which ended as said. */
function used(boots: number, end: "clean" | "abrupt" = "abrupt"): FlashStorage {
  const storage = new FlashStorage();
  const epoch = Math.floor((boots - 1) / BOOTS_PER_FILE);
  const marks = (boots - 1) % BOOTS_PER_FILE;
  const name = `boots${epoch}`;
  storage.write(name, "\0".repeat(2 * marks + (end === "clean" ? 2 : 1)), 0, 512);
  storage.operations = 0;
  return storage;
}

describe("counting", () => {
  it("begins with 1 in a file written beforehand", async () => {
    const storage = new FlashStorage();
    expect(await boot(storage)).toMatchObject({ count: 1, previous: "none" });
    expect(contents(storage)).toEqual({ boots0: `0${".".repeat(511)}` });
  });

  it("takes two bytes a boot: one at its start, one at a clean end", async () => {
    const storage = new FlashStorage();
    const seen: string[] = [];
    for (const ending of ["clean", "abrupt", "abrupt", "clean", "clean"]) {
      const { count, previous, end } = await boot(storage);
      seen.push(`${count} after ${previous}`);
      if (ending === "clean") end();
    }
    expect(seen).toEqual([
      "1 after none",
      "2 after clean",
      "3 after abrupt",
      "4 after abrupt",
      "5 after clean",
    ]);
    expect(contents(storage)).toEqual({ boots0: `000.0.0000${".".repeat(502)}` });
  });

  it.each(["clean", "abrupt"] as const)(
    "goes on in the next file after 256 boots, %s",
    async (end) => {
      const storage = used(256, end);
      expect(await boot(storage)).toMatchObject({ count: 257, previous: end });
      expect(contents(storage)).toEqual({ boots1: `0${".".repeat(511)}` });
      expect((await boot(storage)).count).toBe(258);
    },
  );

  it("goes on through many files", async () => {
    const storage = used(12 * BOOTS_PER_FILE, "clean");
    expect((await boot(storage)).count).toBe(12 * BOOTS_PER_FILE + 1);
    expect(Object.keys(contents(storage))).toEqual(["boots12"]);
  });

  it("with two files present takes the newer one, and lets the older go", async () => {
    const storage = used(BOOTS_PER_FILE);
    storage.write("boots1", "\0\0\0", 0, 512);
    expect(await boot(storage)).toMatchObject({ count: BOOTS_PER_FILE + 3, previous: "abrupt" });
    expect(Object.keys(contents(storage))).toEqual(["boots1"]);
  });

  it("takes boots10 for newer than boots9", async () => {
    const storage = used(9 * BOOTS_PER_FILE + 4);
    storage.write("boots10", "\0", 0, 512);
    expect((await boot(storage)).count).toBe(10 * BOOTS_PER_FILE + 2);
  });

  it("leaves files alone that are not its own", async () => {
    const storage = new FlashStorage();
    for (const name of ["bootstrap.js", "boots", "boots1.bak", "myboots0", ".bootcde"]) {
      storage.write(name, "precious");
    }
    await boot(storage);
    await boot(storage);
    const { boots0, ...others } = contents(storage);
    expect(boots0).toBeDefined();
    expect(Object.keys(others)).toEqual([
      "bootstrap.js",
      "boots",
      "boots1.bak",
      "myboots0",
      ".bootcde",
    ]);
  });

  it("writes each byte of flash once: nothing is erased but a file that is full", async () => {
    const storage = new FlashStorage();
    await boot(storage);
    expect(storage.operations).toBe(2);
    const { end } = await boot(storage);
    expect(storage.operations).toBe(3);
    end();
    expect(storage.operations).toBe(4);
  });
});

describe("a power cut", () => {
  const LEAVES = ["nothing", "a part", "everything"] as const;
  const BEFORE: [string, () => FlashStorage, number][] = [
    ["in the first boot of all", () => new FlashStorage(), 0],
    ["in an ordinary boot", () => used(7), 7],
    ["in the boot that fills the file", () => used(255), 255],
    ["in the boot that needs the next file", () => used(256), 256],
    [
      "in a boot with two files",
      () => {
        const storage = used(256);
        storage.write("boots1", "\0", 0, 512);
        storage.operations = 0;
        return storage;
      },
      257,
    ],
  ];

  it.each(BEFORE)("%s, at each flash operation, uses no count twice", async (_name, make, last) => {
    // As many operations as the boot and its clean end take undisturbed.
    const undisturbed = make();
    (await boot(undisturbed)).end();
    for (let cutAt = 1; cutAt <= undisturbed.operations; cutAt++) {
      for (const cutLeaves of LEAVES) {
        const storage = make();
        Object.assign(storage, { cutAt, cutLeaves });
        let counted = last;
        try {
          const { count, end } = await boot(storage);
          counted = count;
          end();
        } catch (error) {
          if (!(error instanceof PowerCut)) throw error;
        }
        storage.restore();
        const next = await boot(storage);
        const what = `cut at ${cutAt}, leaving ${cutLeaves}`;
        // A boot that was cut while it counted itself may cost a number; it never gives one twice.
        expect(next.count, what).toBeGreaterThan(counted);
        expect(next.count, what).toBeLessThanOrEqual(counted + 2);
        expect((await boot(storage)).count, what).toBe(next.count + 1);
        expect(
          Object.keys(contents(storage)).filter((name) => /^boots\d+$/.test(name)),
        ).toHaveLength(1);
      }
    }
  });

  it.each([11, 22, 33])("now and then in 150 boots uses no count twice (seed %i)", async (seed) => {
    const random = seededWhole(seed);
    const storage = used(180);
    const counts = [180];
    for (let i = 0; i < 150; i++) {
      storage.restore();
      storage.operations = 0;
      storage.cutAt = random(3) === 0 ? 1 + random(5) : Infinity;
      storage.cutLeaves = LEAVES[random(3)]!;
      try {
        const { count, end } = await boot(storage);
        counts.push(count);
        if (random(2)) end();
      } catch (error) {
        if (!(error instanceof PowerCut)) throw error;
      }
    }
    expect(counts).toEqual([...new Set(counts)].sort((a, b) => a - b));
    expect(counts.at(-1)).toBeGreaterThan(BOOTS_PER_FILE);
  });
});
