// The console of a machine at the port of its chip: what is typed there runs in the machine's realm
// and in the turns of its interpreter. The console itself is in ../console/.
import { BoardConsole } from "../console/board-console.ts";
import type { Uart } from "../console/uart.ts";
import type { Chip } from "./chip.ts";
import { shownAtPrompt } from "./console.ts";
import { VERSION } from "./environment.ts";
import { FlashError } from "./flash-storage.ts";
import type { Interpreter } from "./interpreter.ts";
import type { Realm } from "./realm.ts";
import { runTyped, TypedInterrupted } from "./typed-run.ts";

export interface PortSurroundings {
  readonly realm: Realm;
  readonly interpreter: Interpreter;
  /** As `print` of the program does. */
  readonly printLine: (text: string) => void;
  /** Event `packet` on E; false when nobody listens. */
  readonly event: (content: object) => boolean;
}

/** As Espruino names what is typed, in the lines of a stack. */
const TYPED = "REPL";

export class ConsolePort {
  readonly #console: BoardConsole;
  readonly #board: string;

  constructor(chip: Chip, uart: Uart, { realm, interpreter, event, printLine }: PortSurroundings) {
    this.#board = chip.board.espruino;
    const evaluated = <Shown>(source: string, shown: (value: unknown) => Shown) => {
      realm.enter();
      try {
        return runTyped(() => shown(realm.run(source, TYPED))) as Shown;
      } catch (error) {
        if (error instanceof TypedInterrupted) printLine("Execution Interrupted");
        else interpreter.failed(error);
        return undefined;
      }
    };
    this.#console = new BoardConsole({
      send: (text) => uart.send(text),
      after: (ms, callback) => chip.scheduler.after(ms, callback),
      run: (line) => evaluated(line, shownAtPrompt),
      evaluate: (source) =>
        evaluated(`(${source}\n)`, (value) => realm.intrinsics.JSON.stringify(value) ?? "null"),
      tellErrors: () => interpreter.checkErrors(),
      failed(error) {
        interpreter.failed(error instanceof FlashError ? realm.error(error.message) : error);
      },
      event,
      write: (name, bytes, offset, size) => void chip.flash.write(name, bytes, offset, size),
      read: (name) => chip.flash.read(name),
      enquiry: `Espruino ${VERSION} ${this.#board}`,
    });
    uart.isOn = true;
    uart.onReceived = () => interpreter.wake();
    interpreter.idlers.unshift(() => {
      const bytes = uart.take();
      if (bytes !== undefined) this.#console.receive(bytes);
      return bytes !== undefined;
    });
    interpreter.onPassed = () => this.#console.showPrompt();
  }

  echo(isOn: boolean): void {
    this.#console.isEchoOn = isOn;
  }

  print(text: string): void {
    this.#console.print(text);
  }

  write(text: string): void {
    this.#console.write(text);
  }

  greet(): void {
    this.#console.greet(`\r\n ${VERSION} on a simulated ${this.#board}\r\n\r\n`);
  }

  end(): void {
    this.#console.end();
  }
}
