// `--from` and `--to`: a moment as people write it -> UTC. Pure: the caller owns time.

const UNITS: Record<string, number> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})?$/;

/** Milliseconds since 1970; undefined when it is no moment. A date and a time without a zone are UTC. */
export function parseMoment(text: string, nowMs: number): number | undefined {
  if (text === "now") return nowMs;
  const ago = /^-(\d+(?:\.\d+)?)([smhd])$/.exec(text);
  if (ago) return Math.round(nowMs - Number(ago[1]) * UNITS[ago[2]!]!);
  if (!DATE.test(text) && !DATE_TIME.test(text)) return undefined;
  const withZone = DATE.test(text) || /(Z|[+-]\d{2}:\d{2})$/.test(text) ? text : `${text}Z`;
  const ms = Date.parse(withZone.replace(" ", "T"));
  return Number.isNaN(ms) ? undefined : ms;
}
