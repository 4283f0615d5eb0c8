// The `DeviceController` of @espruino-tools/core on a session of ours: its own UART is for browsers.
// What it sends unescaped or unverified (loadCode, upload, connect) is not used.
import { DeviceController } from "@espruino-tools/core/lib/device-controller.js";
import type { ConsoleSession, Evaluation } from "./session.ts";

export interface Controller {
  readonly device: DeviceController;
  /** What the controller asks, or the error of the board, which it has no way to pass on itself. */
  answerTo(question: Promise<unknown>): Promise<Evaluation>;
  /** Resolves when the board has run what the controller wrote. @throws as `ConsoleSession.evaluate` */
  settled(): Promise<void>;
}

/** As DeviceController hands it on. */
interface Answer {
  readonly data: Evaluation | undefined;
  readonly log: unknown;
}

export function controllerOn(session: ConsoleSession, deadlineMs?: number): Controller {
  let written: Promise<unknown> = Promise.resolve();
  const uart = {
    eval(code: string, callback: (data?: Evaluation, log?: unknown) => void): void {
      session.evaluate(code, deadlineMs).then(
        (value) => callback(value),
        (error: unknown) => callback(undefined, error),
      );
    },
    write(line: string): void {
      const next = written.then(() => session.evaluate(line.trim(), deadlineMs));
      // Whoever waits for it is told; that nobody does yet is no crash.
      next.catch(() => {});
      written = next;
    },
    close: () => session.close(),
  };
  const device = new DeviceController();
  device.UART = uart as unknown as DeviceController["UART"];
  return {
    device,
    async answerTo(question) {
      const { data, log } = (await question) as Answer;
      if (data === undefined) throw log;
      return data;
    },
    async settled() {
      await written;
    },
  };
}
