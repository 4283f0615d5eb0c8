// What is to go wrong in a run: a list of faults, each with its moments, its target and how long. Owns
// the rules of a plan and names every breach of them; makes nothing happen.
import * as z from "zod";
import { nearestName } from "../../config/nearest-name.ts";
import { ConfigError, type Fault } from "../../errors.ts";
import type { ChaosEntry, ChaosFault, ChaosPlan } from "./entry.ts";

/** What a fault is, and what it is aimed at. */
export const CHAOS_FAULTS = {
  "wifi-loss": { of: "board", what: "the access point goes away" },
  "power-cut": { of: "board", what: "the supply goes away; Storage stays" },
  "clock-step": { of: "board", what: "somebody sets the system clock" },
  "half-open": {
    of: "station",
    what: "connections stand open, and nothing comes through any more",
  },
  delay: { of: "station", what: "what is sent comes late" },
  split: { of: "station", what: "what is sent comes in small pieces" },
  "dns-failure": { of: "station", what: "no name is resolved" },
  unreachable: { of: "station", what: "new connections get no answer, datagrams are lost" },
  "time-server-silent": { of: "run", what: "the time server does not answer" },
  "time-server-wrong": { of: "run", what: "the time server tells a wrong time" },
  "broker-kill": { of: "run", what: "kill -9 of the broker, and its start again" },
  "broker-hang": { of: "run", what: "the broker takes everything and answers nothing" },
  "duplicate-delivery": { of: "run", what: "the broker delivers every message twice" },
  "recorder-kill": { of: "run", what: "kill -9 of the recorder, and its start again" },
  "recorder-slow": { of: "run", what: "the recorder's disk takes long" },
  "recorder-disk-full": { of: "run", what: "the recorder's disk takes nothing" },
} as const satisfies { [fault in ChaosFault]: object };

const NAMES = Object.keys(CHAOS_FAULTS) as ChaosFault[];

const seconds = z.number().min(0).max(31_536_000);
const range = z.tuple([seconds, seconds]).refine(([from, to]) => from <= to, {
  error: "expected [least, most]",
});

const entry = z.strictObject({
  fault: z.enum(NAMES),
  at: seconds.optional(),
  every: z.union([seconds.min(0.1), range]).optional(),
  between: range.optional(),
  times: z.int().min(1).max(10_000).optional(),
  target: z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]).optional(),
  for: z.union([seconds, range]).optional(),
  by: z.number().min(-1e9).max(1e9).optional(),
  ms: z.number().min(1).max(600_000).optional(),
  bytes: z.int().min(1).max(65_536).optional(),
  during: z.literal("flash-write").optional(),
  state: z.enum(["lost", "autosave"]).optional(),
});

/** Settings that only some faults have. */
const OF_SOME: { readonly [name in keyof ChaosEntry]?: readonly ChaosFault[] } = {
  by: ["clock-step", "time-server-wrong"],
  ms: ["delay", "recorder-slow"],
  bytes: ["split"],
  during: ["power-cut"],
  state: ["broker-kill"],
};
const SUDDEN: readonly ChaosFault[] = ["clock-step", "half-open"];
const MOMENTS = ["at", "every", "between"] as const;

/** @throws ConfigError with every fault, each with its path */
export function parsePlan(given: unknown, source = "chaos plan"): ChaosPlan {
  if (!Array.isArray(given)) {
    throw new ConfigError([{ path: source, message: "expected a list of faults: [{ ... }, ...]" }]);
  }
  const faults = given.flatMap((one, index) => faultsOfEntry(one, `[${index}]`, source));
  if (faults.length > 0) throw new ConfigError(faults);
  return given as ChaosPlan;
}

function faultsOfEntry(given: unknown, at: string, source: string): Fault[] {
  const fault = (path: string, message: string): Fault => ({
    path: `${at}${path}`,
    source,
    message,
  });
  const parsed = entry.safeParse(given);
  if (!parsed.success) {
    return parsed.error.issues.flatMap((issue) => {
      if (issue.code === "unrecognized_keys") {
        return issue.keys.map((key) =>
          fault(`.${key}`, `no such setting${suggestion(key, Object.keys(entry.shape))}`),
        );
      }
      const path = issue.path.map((part) => `.${String(part)}`).join("");
      const named = (given as { fault?: unknown } | null)?.fault;
      return path === ".fault"
        ? [fault(path, `expected one of ${NAMES.join(", ")}${suggestion(String(named), NAMES)}`)]
        : [fault(path, issue.message)];
    });
  }
  const faults: Fault[] = [];
  const data: ChaosEntry = parsed.data;
  const moments = MOMENTS.filter((name) => data[name] !== undefined);
  if (moments.length !== 1) {
    faults.push(fault("", `expected one of at, every and between, and found ${moments.length}`));
  }
  if (data.times !== undefined && data.between === undefined) {
    faults.push(fault(".times", "goes with between"));
  }
  for (const [name, owners] of Object.entries(OF_SOME)) {
    if (data[name as keyof ChaosEntry] === undefined || owners.includes(data.fault)) continue;
    faults.push(fault(`.${name}`, `is a setting of ${owners.join(" and ")}`));
  }
  if (data.for !== undefined && SUDDEN.includes(data.fault)) {
    faults.push(fault(".for", `${data.fault} is over at once`));
  }
  const { of } = CHAOS_FAULTS[data.fault];
  if (data.target !== undefined && of === "run") {
    faults.push(fault(".target", `${data.fault} has none`));
  }
  if (of === "board" && [data.target].flat().includes("recorder")) {
    faults.push(fault(".target", `${data.fault} is of boards`));
  }
  return faults;
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === undefined ? "" : `; did you mean ${near}?`;
}
