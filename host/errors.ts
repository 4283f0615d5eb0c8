// What can go wrong, by who must act. Each message gives what failed, on what, expected against
// observed, and the next step. Exit statuses belong to cli/main.ts alone.

/** A place in a text file, or all of it; lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

/** One fault in what the user configured: where it stands, and what is wrong with it. */
export interface Fault {
  /** Path inside the configuration, or `file:line:column`. */
  readonly path: string;
  /** Where the path does not tell: in the file that the setting names, such as a board file. */
  readonly place?: Place;
  /** Where the value came from, such as "flag --broker", ".env.local" or a file name. */
  readonly source?: string;
  readonly message: string;
}

/** The user must change a flag, a file or the firmware's source. Carries every fault at once. */
export class ConfigError extends Error {
  override name = "ConfigError";
  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(formatFault).join("\n"));
  }
}

function formatFault({ path, source, message }: Fault): string {
  return `${path}${source ? ` (${source})` : ""}: ${message}`;
}

/** A port or socket could not be opened, read or written. */
export class TransportError extends Error {
  override name = "TransportError";
  constructor(
    readonly address: string,
    readonly operation: string,
    reason: string,
    readonly code?: "busy" | "denied" | "missing",
  ) {
    super(`${address}: ${operation} failed: ${reason}`);
  }
}

/** The device reported an error while it ran a statement. */
export class DeviceError extends Error {
  override name = "DeviceError";
  constructor(
    readonly statement: string,
    readonly output: string,
    /** The output is what the board printed, and has been passed on as such. */
    readonly isPrinted = false,
  ) {
    super(`the device failed at ${statement}: ${output}`);
  }
}

/** The broker refused (credentials, ACL) or could not be reached. */
export class BrokerError extends Error {
  override name = "BrokerError";
  constructor(
    readonly url: string,
    reason: string,
    readonly code: "refused" | "unreachable",
  ) {
    super(`${url}: ${reason}`);
  }
}

/** What was found is not what was promised: a hash differs, readings are missing. */
export class VerificationError extends Error {
  override name = "VerificationError";
  constructor(
    readonly expected: string,
    readonly found: string,
  ) {
    super(`expected ${expected}, found ${found}`);
  }
}

/** Something did not happen within the time the user gave. */
export class DeadlineError extends Error {
  override name = "DeadlineError";
}

/** What was to be kept could not be written or read; as it was before, it still is. */
export class StorageError extends Error {
  override name = "StorageError";
  constructor(
    readonly path: string,
    readonly operation: string,
    reason: string,
    readonly code?: "full",
  ) {
    super(`${path}: ${operation} failed: ${reason}`);
  }
}

/** The user ended it in the midst of what changes a device; says what is done and what is not. */
export class InterruptedError extends Error {
  override name = "InterruptedError";
}
