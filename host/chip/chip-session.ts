// A chip in its ROM loader: connects, says what it is, runs esptool's stub, writes and verifies flash.
// Each step ends, within its deadline, also when the device goes away.
import { ESPLoader } from "esptool-js";
import { type Clock, systemClock } from "../clock.ts";
import { DeviceError } from "../errors.ts";
import { noAnswerToSync } from "./chip-error.ts";
import { ChipTransport } from "./chip-transport.ts";
import { classic, playSteps, RESTART, USB_SERIAL_JTAG } from "./reset-lines.ts";
import { Steps } from "./steps.ts";
import { type UsbIds, WebSerialPort } from "./web-serial-port.ts";
import { type FlashRegion, type WrittenRegion, writeRegion } from "./write-region.ts";

export interface ChipIdentity {
  /** Family, such as "ESP32-C3". */
  readonly chip: string;
  /** With the package, such as "ESP32-D0WDQ6". */
  readonly model: string;
  /** Such as "3" or "0.4". */
  readonly revision: string;
  readonly mac: string;
}

export interface ChipOptions {
  readonly ids?: UsbIds;
  readonly clock?: Clock;
  /** What esptool-js has to say, line by line. */
  readonly onDebug?: (line: string) => void;
  /** Ends the session. */
  readonly interrupted?: AbortSignal;
}

const ROM_BAUD_RATE = 115_200;
/** Tried in this order once the stub runs; what is left is the ROM loader's. */
const BAUD_RATES = [921_600, 460_800];
/** Each resets the chip and asks five times: 0.7 and 1.2 s in turn. */
const CONNECT_ATTEMPTS = 5;
const CONNECT_MS = 12_000;
const STEP_MS = 15_000;
/** A rate that fails costs a new connection and the stub once more. */
const BAUD_MS = 30_000;
const ERASE_MS = 130_000;

export class ChipSession {
  #identity!: ChipIdentity;
  #closing: Promise<void> | undefined;
  readonly #transport: ChipTransport;
  readonly #loader: ESPLoader;
  readonly #steps: Steps;

  private constructor(
    readonly port: WebSerialPort,
    private readonly clock: Clock,
    onDebug: (line: string) => void,
    private readonly interrupted: AbortSignal | undefined,
  ) {
    this.#steps = new Steps(port, clock);
    this.#transport = new ChipTransport(port, onDebug, clock);
    const setSignals = port.setSignals.bind(port);
    this.#loader = new ESPLoader({
      transport: this.#transport,
      baudrate: ROM_BAUD_RATE,
      terminal: { clean() {}, write: onDebug, writeLine: onDebug },
      resetConstructors: {
        classicReset: (transport, resetDelay) => ({
          transport,
          resetDelay,
          reset: () => playSteps(classic(resetDelay), setSignals, clock),
        }),
        usbJTAGSerialReset: (transport) => ({
          transport,
          reset: () => playSteps(USB_SERIAL_JTAG, setSignals, clock),
        }),
      },
    });
    // Tried again here, and only where that can help.
    this.#loader.WRITE_BLOCK_ATTEMPTS = 1;
    interrupted?.addEventListener("abort", this.#interrupt, { once: true });
  }

  /** @throws TransportError, DeadlineError, DeviceError; nothing is then open */
  static async open(
    path: string,
    { ids, clock = systemClock, onDebug = () => {}, interrupted }: ChipOptions = {},
  ): Promise<ChipSession> {
    interrupted?.throwIfAborted();
    const session = new ChipSession(new WebSerialPort(path, ids), clock, onDebug, interrupted);
    try {
      await session.#connect();
      return session;
    } catch (error) {
      await session.close();
      throw error;
    }
  }

  get identity(): ChipIdentity {
    return this.#identity;
  }

  /** Needed by all below; at the ROM loader's baud rate still. */
  async startStub(): Promise<void> {
    const what = "starting esptool's stub";
    await this.#steps.run(what, STEP_MS, () => this.#loader.runStub());
    if (this.#loader.IS_STUB) return;
    const why = "its secure download mode allows none, or esptool-js has none for this chip";
    throw new DeviceError(`${what} (${this.port.path})`, why);
  }

  /** Undefined where the flash chip does not say, or does not answer. */
  async flashBytes(): Promise<number | undefined> {
    const size = await this.#steps.run("asking for the flash's size", STEP_MS, () =>
      this.#loader.detectFlashSize(),
    );
    const [, number, unit] = /^(\d+)([KM])B$/.exec(size ?? "") ?? [];
    return number === undefined ? undefined : Number(number) * (unit === "M" ? 1 << 20 : 1 << 10);
  }

  /**
   * To the fastest rate that works on this line.
   * @param fastest to try
   */
  async speedUp(fastest = BAUD_RATES[0]!): Promise<number> {
    // Private by its types alone: there is no other way to try a second rate.
    const loader = this.#loader as unknown as { baudrate: number };
    for (const baudRate of [fastest, ...BAUD_RATES.filter((rate) => rate < fastest)]) {
      if (baudRate <= ROM_BAUD_RATE) break;
      loader.baudrate = baudRate;
      await this.#steps.run(`changing to ${baudRate} baud`, BAUD_MS, () =>
        this.#loader.changeBaud(),
      );
      // Where nothing is heard at the new rate, esptool-js connects anew at the old one.
      if (loader.baudrate === baudRate) return baudRate;
    }
    return ROM_BAUD_RATE;
  }

  async erase(): Promise<void> {
    await this.#steps.run("erasing the flash", ERASE_MS, () => this.#loader.eraseFlash());
  }

  /** @param onProgress bytes of `region` sent so far; see `writeRegion` */
  write(region: FlashRegion, onProgress: (sent: number) => void): Promise<WrittenRegion> {
    const on = {
      loader: this.#loader,
      steps: this.#steps,
      clock: this.clock,
      path: this.port.path,
    };
    return writeRegion(region, on, onProgress);
  }

  /** Restarts the board into its program and leaves nothing open nor waiting. Never throws. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.interrupted?.removeEventListener("abort", this.#interrupt);
    const setSignals = this.port.setSignals.bind(this.port);
    this.port.end();
    // esptool-js's own reset never asserts RTS. A device that is gone has none.
    await playSteps(RESTART, setSignals, this.clock).catch(() => {});
    await this.port.close();
  }

  readonly #interrupt = (): void => void this.close();

  async #connect(): Promise<void> {
    const { path } = this.port;
    const loader = this.#loader;
    const connecting = loader.connect("default_reset", CONNECT_ATTEMPTS).catch((error) => {
      const hasFailed = /^Failed to connect/.test(error.message);
      throw hasFailed ? noAnswerToSync(path, this.#seen()) : error;
    });
    const late = () => noAnswerToSync(path, this.#seen());
    await this.#steps.run("connecting to the ROM loader", CONNECT_MS, () => connecting, late);
    this.#identity = await this.#steps.run("asking what the chip is", STEP_MS, async () => {
      const described = await loader.chip.getChipDescription(loader);
      const [, model = described, revision = "unknown"] =
        /^(.*) \(revision v?([\d.]+)\)$/.exec(described) ?? [];
      const mac = await loader.chip.readMac(loader);
      await loader.chip.postConnect?.(loader);
      return { chip: loader.chip.CHIP_NAME, model, revision, mac };
    });
  }

  #seen(): string {
    this.#transport.flushInput();
    return this.#transport.noise;
  }
}
