// `espulse flash`: from a port to a board that has proven what it runs. Owns the order of the steps
// and their times; each step is somebody else's.
import { createHash } from "node:crypto";
import { CONF } from "../../firmware/contract/ledger.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import type { Program } from "../build/build-program.ts";
import type { Config } from "../config/config.ts";
import type { ConsoleSession } from "../console/session.ts";
import { crc32 } from "../crc32.ts";
import { ConfigError } from "../errors.ts";
import { decodeLedger, entryInUse } from "../layout/ledger.ts";
import { watchArrival } from "./arrival.ts";
import { ask } from "./ask.ts";
import { atConsole, type ConsoleOptions } from "./at-console.ts";
import { keepBackup } from "./backup.ts";
import { carryOut } from "./carry-out.ts";
import { checkDevice, rememberDevice } from "./devices.ts";
import { planFlash } from "./plan.ts";
import { leaveBluetooth, makeRoom, restart, stopProgram } from "./prepare.ts";
import type { SeenFiles } from "./seen-files.ts";
import { isSameWay, parseSettings, settingsFor } from "./settings.ts";
import { readFile, type Survey, surveyBoard } from "./survey.ts";
import { rounded, type Times } from "./times.ts";

export interface FlashOptions extends ConsoleOptions {
  readonly config: Config;
  /** Begun before what was built. */
  readonly times: Times;
  readonly program: Program;
  readonly device?: string | undefined;
  /** The bundle that runs stays. */
  readonly configOnly?: boolean | undefined;
  /** Code of somebody else's on the board is backed up and replaced, a device's board exchanged. */
  readonly replace?: boolean | undefined;
  /** From the restart to the first reading. */
  readonly timeoutMs: number;
  /** Of flashes of the same board before. */
  readonly seen?: SeenFiles | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the waiting; what is being written is written to its end. */
  readonly signal: AbortSignal;
}

/** What was proven. */
export interface Receipt {
  readonly v: 1;
  readonly device: string;
  readonly board: string;
  readonly serial: string;
  readonly runtime: string;
  readonly slot: string;
  readonly bytes: number;
  /** Of the bundle that went over the line; 0 where the board had it. */
  readonly sentBytes: number;
  readonly sha256: string;
  /** What the board has itself computed is this, where its Espruino has no SHA-256. */
  readonly crc32?: string;
  readonly boot: string;
  /** Seconds of each step, in order. */
  readonly seconds: Readonly<Record<string, number>>;
  /** From the restart. */
  readonly firstReadingSeconds: number;
}

/**
 * @throws ConfigError, TransportError, DeviceError, DeadlineError, BrokerError; VerificationError when
 * the board does not run what was sent
 */
export async function flash(options: FlashOptions): Promise<Receipt> {
  return atConsole(options, (session, hear) => flashOver(session, options, hear));
}

async function flashOver(
  session: ConsoleSession,
  options: FlashOptions,
  hear: (listener: (line: string) => void) => void,
): Promise<Receipt> {
  const { config, program, times, env, signal, report } = options;
  report.step("identify");
  const { board, version } = await session.identity();
  refuseOtherBoard(board, config);
  await stopProgram(session);
  let survey = await surveyBoard(session);
  const { serial } = survey;
  await judgeForeign(session, survey, serial, options);
  if (survey.hasBluetooth) {
    await leaveBluetooth(session);
    report.notice("Bluetooth's console is off now: the board has 1800 variables more");
    await stopProgram(session);
    survey = await surveyBoard(session);
  }
  const present = await settingsOf(session, survey, options.seen);
  const settings = settingsFor({
    config,
    serial,
    device: options.device,
    present,
    countsBoots: survey.files.some(({ name }) => /^boots\d+$/.test(name)),
  });
  if (!options.replace) checkDevice(env, settings.device, serial);
  times.end("identify");

  report.step("connect to the broker");
  const arrival = await watchArrival({ config, device: settings.device, signal });
  try {
    times.end("connect");
    const bundle = Buffer.from(program.bundle.code, "latin1");
    const settingsBytes = Buffer.from(JSON.stringify(settings), "latin1");
    options.seen?.add(settingsBytes);
    const plan = planFlash(survey, {
      ...(options.configOnly ? {} : { bundle }),
      settings: settingsBytes,
      isSettingsProven: present !== undefined && isSameWay(present, settings),
      loader: Buffer.from(program.loader, "latin1"),
      slots: config.board.storage.slots,
      outboxBytes: config.board.storage.outboxBytes,
    });
    if (plan.slot === undefined) {
      const message = "there is no bundle on the board yet; flash without it once";
      throw new ConfigError([{ path: "--config-only", message }]);
    }
    report.step(
      plan.bundleBytes > 0 ? `upload ${plan.bundleBytes} bytes to ${plan.slot}` : "write",
    );
    await makeRoom(session, survey, plan.steps, (text) => report.notice(text));
    await carryOut(session, plan.steps, report);
    times.end("upload");
    const proof = options.configOnly
      ? await proofOnBoard(session, plan.slot)
      : { sha256: program.bundle.sha256, crc32: hexCrc(bundle), bytes: bundle.length };

    report.step("restart, and wait for the first reading");
    hear((line) => arrival.line(line));
    await restart(session);
    const { birth, birthMs, readingMs } = await arrival.wait({
      ...proof,
      timeoutMs: options.timeoutMs,
      placeAt: options.configOnly ? undefined : program.bundle.placeAt,
    });
    times.add("birth", birthMs);
    times.add("reading", readingMs - birthMs);
    rememberDevice(env, settings.device, serial);
    return {
      v: 1,
      device: settings.device,
      board: config.board.id,
      serial,
      runtime: version,
      slot: plan.slot,
      bytes: proof.bytes,
      sentBytes: plan.bundleBytes,
      sha256: proof.sha256,
      ...(birth.crc32 === undefined ? {} : { crc32: birth.crc32 }),
      boot: birth.boot,
      seconds: times.seconds,
      firstReadingSeconds: rounded(readingMs),
    };
  } finally {
    await arrival.close();
  }
}

function refuseOtherBoard(said: string, { board, sources }: Config): void {
  if (said === board.espruino) return;
  const source = sources.get("board");
  const message = `${board.id} is a board that says "${board.espruino}", and this one says "${said}"; name its own definition with --board (espulse boards lists them)`;
  throw new ConfigError([{ path: "board", ...(source ? { source } : {}), message }]);
}

/** @throws ConfigError when there is code that is not Espulse's, and it may not be replaced. */
export async function judgeForeign(
  session: ConsoleSession,
  { foreign, files }: Survey,
  serial: string,
  { replace, env, report }: Pick<FlashOptions, "replace" | "env" | "report">,
): Promise<void> {
  if (foreign.length === 0) return;
  const names = foreign.join(", ");
  if (!replace) {
    const message = `has code that is not Espulse's (${names}); --replace keeps a backup of it and takes its place`;
    throw new ConfigError([{ path: "the board", message }]);
  }
  const kept = [];
  for (const name of foreign) {
    const { length } = files.find((file) => file.name === name)!;
    kept.push({ name, bytes: await readFile(session, name, length) });
  }
  const path = keepBackup(env, { serial, at: new Date().toISOString(), files: kept });
  report.notice(`kept ${names} in ${path}; "espulse restore" puts it back`);
  for (const name of foreign) {
    await session.evaluate(`(require("Storage").erase(${JSON.stringify(name)}),0)`);
  }
}

async function settingsOf(
  session: ConsoleSession,
  { files, ledger }: Survey,
  seen: SeenFiles | undefined,
): Promise<Settings | undefined> {
  if (ledger === undefined) return undefined;
  const found = entryInUse(
    decodeLedger(ledger.bytes),
    CONF,
    (name) => files.find((file) => file.name === name)?.crc,
  );
  const file = files.find(({ name }) => name === found?.file);
  if (file === undefined) return undefined;
  const bytes = seen?.find(file) ?? (await readFile(session, file.name, file.length));
  seen?.add(bytes);
  return parseSettings(bytes);
}

async function proofOnBoard(session: ConsoleSession, slot: string) {
  const length = await ask(session, `require("Storage").read("${slot}").length`);
  const bytes = await readFile(session, slot, Number(length));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, crc32: hexCrc(bytes), bytes: bytes.length };
}

function hexCrc(bytes: Uint8Array): string {
  return crc32(bytes).toString(16).padStart(8, "0");
}
