// A chaos plan as a file, and its moments as lines for the user.
import { readFileSync } from "node:fs";
import { ConfigError } from "../../errors.ts";
import type { ChaosPlan } from "./entry.ts";
import type { Moment } from "./moments.ts";
import { parsePlan } from "./plan.ts";

/** @throws ConfigError with every fault */
export function readPlan(path: string): ChaosPlan {
  const refuse = (message: string) => new ConfigError([{ path, source: "flag --chaos", message }]);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw refuse(`cannot be read: ${(error as Error).message}`);
  }
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch (error) {
    throw refuse(`is no JSON: ${(error as Error).message}`);
  }
  return parsePlan(given, path);
}

export function momentText({ fault, target, atMs, forMs, byMs }: Moment): string {
  const whom = target === "" ? "" : ` of ${target}`;
  const long = forMs > 0 ? `, for ${(forMs / 1000).toFixed(1)} s` : "";
  const far = fault === "clock-step" || fault === "time-server-wrong";
  return `chaos at ${(atMs / 1000).toFixed(1)} s: ${fault}${whom}${long}${far ? `, by ${byMs / 1000} s` : ""}`;
}
