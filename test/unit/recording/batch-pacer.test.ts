import { describe, expect, it } from "vitest";
import { BATCH_LIMITS, BatchPacer } from "../../../host/recording/batch-pacer.ts";

const { ageMs, messages, bytes } = BATCH_LIMITS;

describe("a batch", () => {
  it("is full by number and by bytes", () => {
    const pacer = new BatchPacer(BATCH_LIMITS);
    expect(pacer.isFull(messages - 1, bytes - 1)).toBe(false);
    expect(pacer.isFull(messages, 0)).toBe(true);
    expect(pacer.isFull(1, bytes)).toBe(true);
  });

  it("is full at the number at which two before it stopped long before their time", () => {
    const pacer = new BatchPacer(BATCH_LIMITS);
    pacer.closed(20, ageMs - 5);
    expect(pacer.isLimited).toBe(false);
    pacer.closed(20, ageMs - 5);
    expect(pacer.isFull(19, 0)).toBe(false);
    expect(pacer.isFull(20, 0)).toBe(true);
    pacer.closed(20, 0);
    expect(pacer.isLimited).toBe(true);
  });

  it("waits again once more have come at a time", () => {
    const pacer = new BatchPacer(BATCH_LIMITS);
    for (let round = 0; round < 3; round++) pacer.closed(20, ageMs - 5);
    pacer.closed(31, 0);
    expect(pacer.isFull(31, 0)).toBe(false);
  });

  it("is no sign of a limit while messages still come, or when it is one alone", () => {
    const pacer = new BatchPacer(BATCH_LIMITS);
    for (let round = 0; round < 5; round++) pacer.closed(20, 10);
    for (let round = 0; round < 5; round++) pacer.closed(1, ageMs);
    expect(pacer.isLimited).toBe(false);
  });
});
