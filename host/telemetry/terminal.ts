// What an output can show: colours, width. Knows nothing of what is shown.
import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

/** The part of a process's output streams that readers and publishers write to. */
export interface Output {
  /** @param taken called once it has gone where it was to go */
  write(chunk: string, encoding?: BufferEncoding, taken?: () => void): boolean;
  readonly writableLength: number;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Colours on a terminal; none with NO_COLOR (no-color.org), always with FORCE_COLOR. */
export function colorsFor(output: Output, env: NodeJS.ProcessEnv): Colors {
  const forced = env.FORCE_COLOR !== undefined && env.FORCE_COLOR !== "0";
  const terminal = output.isTTY === true && env.TERM !== "dumb";
  return pc.createColors(!env.NO_COLOR && (forced || terminal));
}
