// What a recorder tells people: how it goes, and the sum. Pure but for what it reads off the recorder.
import type { Recorder } from "./recorder.ts";

export interface RecordingSum {
  readonly folder: string;
  /** That the recording knows, of earlier runs too. */
  readonly devices: number;
  readonly stored: number;
  readonly duplicate: number;
  readonly conflicting: number;
  readonly quarantined: number;
  /** Of the database file. */
  readonly bytes: number;
}

const LOCALE = "en-US";

/** @param rate readings a second */
export function describeProgress(recorder: Recorder, rate: number): string {
  const { stored, duplicate, conflicting, lagMs } = recorder.totals;
  const parts = [
    `${rate < 10 ? rate.toFixed(1) : whole(rate)} readings/s`,
    plural(recorder.store.marks().length, "device"),
    `${whole(stored)} stored`,
  ];
  if (duplicate > 0) parts.push(plural(duplicate, "duplicate"));
  if (conflicting > 0) parts.push(`${whole(conflicting)} conflicting`);
  if (recorder.waiting > 0) parts.push(`${whole(recorder.waiting)} waiting`);
  parts.push(`lag ${(lagMs / 1000).toFixed(1)} s`);
  return parts.join(", ");
}

export function describeSum(sum: RecordingSum): string {
  const { folder, devices, stored, duplicate, conflicting, quarantined, bytes } = sum;
  const parts = [`stored ${plural(stored, "reading")}`, plural(duplicate, "duplicate")];
  if (conflicting > 0) parts.push(`${whole(conflicting)} conflicting`);
  if (quarantined > 0) parts.push(`${whole(quarantined)} in quarantine`);
  return `${parts.join(", ")}; ${folder} knows ${plural(devices, "device")} (${megabytes(bytes)})`;
}

export function plural(count: number, what: string): string {
  return `${whole(count)} ${what}${count === 1 ? "" : "s"}`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString(LOCALE);
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
