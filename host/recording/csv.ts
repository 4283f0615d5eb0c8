// A row as RFC 4180 has it; null is nothing, an empty text "". Pure.

export function csvLine(values: readonly unknown[]): string {
  return values.map(field).join(",");
}

function field(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return text === "" || /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
