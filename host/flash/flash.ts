// `espulse flash`: from a port to a board that has proven what it runs. Owns the order of the steps
// and their times; each step is somebody else's.
import { createHash } from "node:crypto";
import { CONF } from "../../firmware/contract/ledger.ts";
import type { Settings } from "../../firmware/contract/settings.ts";
import type { Program } from "../build/build-program.ts";
import type { Config } from "../config/config.ts";
import type { ConsoleSession } from "../console/session.ts";
import { crc32 } from "../crc32.ts";
import { ConfigError, InterruptedError } from "../errors.ts";
import { decodeLedger, entryInUse } from "../layout/ledger.ts";
import { watchArrival } from "./arrival.ts";
import { atConsole, type ConsoleOptions } from "./at-console.ts";
import { carryOut } from "./carry-out.ts";
import { checkDevice, rememberDevice } from "./devices.ts";
import { judgeForeign } from "./foreign.ts";
import { planFlash } from "./plan.ts";
import { isPortOfBoard } from "./port-kind.ts";
import { leaveBluetooth, makeRoom, restart, stopProgram } from "./prepare.ts";
import type { SeenFiles } from "./seen-files.ts";
import { isSameWay, parseSettings, settingsFor } from "./settings.ts";
import { Stage } from "./stage.ts";
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
  /** From the restart to the first reading; as `Expected` of an arrival by default. */
  readonly timeoutMs?: number | undefined;
  /** Of flashes of the same board before. */
  readonly seen?: SeenFiles | undefined;
  readonly env: NodeJS.ProcessEnv;
  /** Ends the waiting; what is being written is written to its end, and not switched to. */
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
 * the board does not run what was sent; InterruptedError, which says what it runs
 */
export async function flash(options: FlashOptions): Promise<Receipt> {
  const stage = new Stage(`the board at ${options.address}`);
  try {
    return await atConsole(options, (session, hear) => flashOver(session, options, hear, stage));
  } catch (error) {
    if (!options.signal.aborted) throw error;
    const isCause = (error as Error).name === "AbortError";
    const then = isCause ? "" : `; and then: ${(error as Error).message}`;
    throw new InterruptedError(`${stage.text}${then}`);
  }
}

async function flashOver(
  session: ConsoleSession,
  options: FlashOptions,
  hear: (listener: (line: string) => void) => void,
  stage: Stage,
): Promise<Receipt> {
  const { config, program, address, times, env, signal, report } = options;
  signal.throwIfAborted();
  report.step("identify");
  const { board, version } = await session.identity();
  refuseOtherBoard(board, config);
  await stopProgram(session);
  let survey = await surveyBoard(session);
  const { serial } = survey;
  signal.throwIfAborted();
  stage.backup = await judgeForeign(session, survey, survey.foreign, "code", options);
  stage.hadBundle = stage.backup === undefined;
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
  signal.throwIfAborted();

  report.step("connect to the broker");
  const arrival = await watchArrival({ config, device: settings.device, address, signal });
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
    stage.device = settings.device;
    stage.hadBundle = plan.hadBundle;
    await makeRoom(session, survey, plan.steps, (text) => report.notice(text));
    await carryOut(session, plan.steps, report, (index) => {
      if (index <= plan.switchAt) signal.throwIfAborted();
      if (index === plan.switchAt) stage.isSwitched = true;
    });
    times.end("upload");
    const sent = {
      sha256: program.bundle.sha256,
      crc32: hexSum(crc32(bundle)),
      bytes: bundle.length,
    };
    const proof = options.configOnly ? await proofOnBoard(session, survey, plan.slot, sent) : sent;
    if (proof !== sent) times.end("read back");

    report.step("restart, and wait for the first reading");
    hear((line) => arrival.line(line));
    await restart(session);
    const { birth, birthMs, readingMs } = await arrival.wait({
      ...proof,
      timeoutMs: options.timeoutMs,
      portGone: session.link.ended(),
      isPortItsOwn: isPortOfBoard(address, config),
      placeAt: options.configOnly ? undefined : program.bundle.placeAt,
    });
    times.add("birth", birthMs);
    times.add("reading", readingMs - birthMs);
    remember(settings.device, serial, options);
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

/** What was proven stays so, wherever it can be noted down. */
function remember(device: string, serial: string, { env, report }: FlashOptions): void {
  try {
    rememberDevice(env, device, serial);
  } catch (error) {
    report.notice(
      `the next flash will not know the board of ${device}: ${(error as Error).message}`,
    );
  }
}

interface Proof {
  readonly sha256: string;
  readonly crc32: string;
  readonly bytes: number;
}

/** Of the bundle that stays; read only where it is another than the one that was built. */
async function proofOnBoard(
  session: ConsoleSession,
  { files }: Survey,
  slot: string,
  built: Proof,
): Promise<Proof> {
  const { length, crc } = files.find(({ name }) => name === slot)!;
  if (length === built.bytes && hexSum(crc) === built.crc32) return built;
  const bytes = await readFile(session, slot, length);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { sha256, crc32: hexSum(crc32(bytes)), bytes: bytes.length };
}

function hexSum(crc: number): string {
  return crc.toString(16).padStart(8, "0");
}
