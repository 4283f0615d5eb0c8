// Placeholders in what is published. Pure: the caller owns the counter and the clock.

/** Replaces `{i}` by the counter and `{time}` by the time, ISO 8601 in UTC; all else stays. */
export function fillIn(text: string, i: number, now: Date): string {
  return text.replace(/\{(i|time)\}/g, (_, name) => (name === "i" ? String(i) : now.toISOString()));
}
