import { describe, expect, it } from "vitest";
import { loadBoard } from "../../../../boards/board.ts";
import { filesInArchive } from "../../../../host/chip/images/archive.ts";
import { runtimeImages } from "../../../../host/chip/images/runtime-images.ts";
import { ConfigError } from "../../../../host/errors.ts";
import {
  type Kind,
  type ReleaseOptions,
  releaseFiles,
  releaseTgz,
  releaseZip,
} from "../../../doubles/espruino-release.ts";

const esp32 = loadBoard("esp32-devkitc");

const filesOf = (kind: Kind, options: ReleaseOptions = {}, folder = "") =>
  Object.entries(releaseFiles(kind, options)).map(([name, bytes]) => ({
    name: folder + name,
    bytes,
  }));

function faultsOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return "none";
}

const refusal = (options: ReleaseOptions, kind: Kind = "esp32") =>
  faultsOf(() => runtimeImages(filesOf(kind, options), esp32, "files"));

describe("runtimeImages", () => {
  it.each([
    ["esp32-devkitc", "esp32", [0x1000, 0x8000, 0x10000]],
    ["esp32-c3", "esp32c3", [0, 0x8000, 0x10000]],
    ["esp32-s3", "esp32s3", [0, 0x8000, 0x10000]],
  ] as const)("places the images for %s where its board file has the regions", (id, kind, at) => {
    const name = `espruino_2v29_${kind}`;
    const files = filesInArchive(releaseTgz(name, releaseFiles(kind)));
    const images = runtimeImages(files, loadBoard(id), "it.tgz");
    expect(images.map(({ offset }) => offset)).toEqual(at);
    expect(images.map(({ region }) => region)).toEqual(["bootloader", "partition table", "app"]);
    const published = Object.values(releaseFiles(kind));
    expect(images.every(({ bytes }, i) => Buffer.compare(bytes, published[i]!) === 0)).toBe(true);
    expect(images[0]!.file).toBe(`${name}/bootloader.bin`);
  });

  it("finds the board's folder in a whole release", () => {
    const files = filesInArchive(releaseZip("2v29", ["esp32", "esp32c3", "esp32s3"]));
    const images = runtimeImages(files, loadBoard("esp32-c3"), "it.zip");
    expect(images.map(({ file }) => file)).toEqual([
      "espruino_2v29/espruino_2v29_esp32c3/bootloader.bin",
      "espruino_2v29/espruino_2v29_esp32c3/partition-table.bin",
      "espruino_2v29/espruino_2v29_esp32c3/espruino-esp32c3.bin",
    ]);
  });

  it("prefers the folder named after the chip to that of a variant, and asks where neither is", () => {
    const variant = filesOf("esp32", {}, "espruino_2v29_esp32_cyd/");
    const plain = filesOf("esp32", {}, "espruino_2v29_esp32/");
    const [first] = runtimeImages([...variant, ...plain], esp32, "it.zip");
    expect(first!.file).toBe("espruino_2v29_esp32/bootloader.bin");
    const two = [...variant, ...filesOf("esp32", {}, "other/")];
    expect(faultsOf(() => runtimeImages(two, esp32, "it.zip"))).toBe(
      "it.zip: several folders hold Espruino for esp32: espruino_2v29_esp32_cyd, other; name one",
    );
  });

  it("refuses an image that is larger than its region, each of them", () => {
    expect(refusal({ appBytes: 1572865, bootloaderBytes: 28673 })).toBe(
      `files: bootloader.bin: larger than its region: 28673 bytes, bootloader of esp32-devkitc has 28672
files: espruino_esp32.bin: larger than its region: 1572865 bytes, app of esp32-devkitc has 1572864`,
    );
    expect(refusal({ appBytes: 1572864, bootloaderBytes: 28672 })).toBe("none");
  });

  it("refuses an app for another chip, and what is no image", () => {
    expect(refusal({ appChipId: 9 })).toBe(
      "files: espruino_esp32.bin: an image for ESP32-S3; esp32-devkitc has an ESP32",
    );
    const files = filesOf("esp32").map(({ name }) => ({ name, bytes: Buffer.from("<!DOCTYPE") }));
    expect(faultsOf(() => runtimeImages(files, esp32, "files"))).toBe(
      `files: bootloader.bin: not an image of a chip of Espressif: it does not begin with e9
files: partitions_espruino.bin: not a partition table: it does not begin with aa 50
files: espruino_esp32.bin: not an image of a chip of Espressif: it does not begin with e9`,
    );
  });

  it("refuses a partition table that has the app elsewhere", () => {
    expect(refusal({ partitionOffset: 0x20000 })).toBe(
      "files: partitions_espruino.bin: no app partition at 0x10000, where the board has one; there: 0x20000",
    );
  });

  it("says which images are missing, and what is there", () => {
    const files = filesOf("esp32").slice(0, 1);
    expect(faultsOf(() => runtimeImages(files, esp32, "files"))).toBe(
      `files: no image for partition table: bootloader.bin is there
files: no image for app: bootloader.bin is there`,
    );
    expect(faultsOf(() => runtimeImages([], esp32, "files"))).toContain("no .bin file is there");
    // Those of another chip.
    expect(refusal({}, "esp32c3")).toContain(
      "no image for app: bootloader.bin, partition-table.bin",
    );
  });

  it("refuses a board that is no ESP32", () => {
    const act = () => runtimeImages(filesOf("esp32"), loadBoard("esp8266"), "files");
    expect(faultsOf(act)).toContain("on ESP32, ESP32-C3, ESP32-S3; esp8266 is an ESP8266");
  });
});

describe("filesInArchive", () => {
  it.each([
    [
      "cut short .tgz",
      () => releaseTgz("it", releaseFiles("esp32")).subarray(0, 9000),
      /cut short/,
    ],
    ["cut short .zip", () => releaseZip("2v29", ["esp32"]).subarray(0, 9000), /cut short/],
    ["page", () => Buffer.from("<!DOCTYPE html><title>"), /begins with "<!DOCTYPE html>/],
    ["nothing", () => new Uint8Array(), /it is empty/],
  ])("refuses a %s", (_, archive, why) => {
    expect(() => filesInArchive(archive())).toThrow(why);
  });
});
