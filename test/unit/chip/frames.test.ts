import { describe, expect, it } from "vitest";
import { takeFrame } from "../../../host/chip/frames.ts";

const taken = (...bytes: number[]) => {
  const found = takeFrame(Uint8Array.from(bytes));
  return found && [[...found.noise], [...found.frame], [...found.rest]];
};

describe("takeFrame", () => {
  it("takes the first frame and gives the rest back", () => {
    expect(taken(0xc0, 1, 2, 0xc0, 0xc0, 3)).toEqual([[], [1, 2], [0xc0, 3]]);
  });

  it("waits for the end of a frame", () => {
    expect(taken()).toBeUndefined();
    expect(taken(0xc0)).toBeUndefined();
    expect(taken(0xc0, 1, 0xdb)).toBeUndefined();
    expect(taken(1, 2, 3)).toBeUndefined();
  });

  it("undoes escapes", () => {
    expect(taken(0xc0, 0xdb, 0xdc, 7, 0xdb, 0xdd, 0xc0)).toEqual([[], [0xc0, 7, 0xdb], []]);
  });

  it("tells apart what stands before a frame, such as boot messages", () => {
    expect(taken(0x62, 0x6f, 0xc0, 1, 0xc0)).toEqual([[0x62, 0x6f], [1], []]);
  });

  it("passes over a frame with a wrong escape, and one that is empty", () => {
    expect(taken(0xc0, 0xdb, 1, 0xc0, 0xc0, 5, 0xc0)).toEqual([[0xc0, 0xdb, 1, 0xc0], [5], []]);
    expect(taken(0xc0, 0xc0, 0xc0, 5, 0xc0)).toEqual([[0xc0, 0xc0], [5], []]);
  });
});
