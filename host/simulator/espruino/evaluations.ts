// Questions at the board's console and their answers, told apart by number. Knows no process.
import { codeLiteral } from "../../console/statements.ts";
import { DeviceError } from "../../errors.ts";
import type { Scheduler } from "../node/scheduler.ts";

const DEADLINE_MS = 5000;

interface Pending {
  readonly expression: string;
  readonly resolve: (json: string) => void;
  readonly reject: (error: Error) => void;
  readonly cancelDeadline: () => void;
}

export class Evaluations {
  #pending = new Map<string, Pending>();
  #last = 0;

  constructor(
    private readonly scheduler: Scheduler,
    private readonly run: (statement: string) => void,
  ) {}

  /** Runs an expression, or statements of which the last has the value; resolves with it as JSON. */
  start(expression: string): Promise<string> {
    let code: string;
    try {
      code = codeLiteral(expression.replaceAll(/\s*\n\s*/g, " "));
    } catch (error) {
      return Promise.reject(error);
    }
    const id = String(++this.#last);
    return new Promise((resolve, reject) => {
      const cancelDeadline = this.scheduler.after(DEADLINE_MS, () => {
        this.#pending.delete(id);
        reject(new DeviceError(expression, `no answer within ${DEADLINE_MS / 1000} s`));
      });
      this.#pending.set(id, { expression, resolve, reject, cancelDeadline });
      this.run(
        `try{print("\\x1fE${id} "+JSON.stringify(eval(${code})))}catch(e){print("\\x1fX${id} "+e)}`,
      );
    });
  }

  /** A line of the shim: E with a value, X with an exception. */
  answered(kind: string, rest: string): void {
    const [id = "", ...words] = rest.split(" ");
    const pending = this.#pending.get(id);
    if (pending === undefined) return;
    this.#pending.delete(id);
    pending.cancelDeadline();
    const text = words.join(" ");
    // As the Node runtime has it; undefined is no JSON.
    if (kind === "E") pending.resolve(text === "undefined" ? "null" : text);
    else pending.reject(new DeviceError(pending.expression, text));
  }

  /** Nobody will answer any more. */
  abandon(reason: string): void {
    for (const { expression, reject, cancelDeadline } of this.#pending.values()) {
      cancelDeadline();
      reject(new DeviceError(expression, reason));
    }
    this.#pending.clear();
  }
}
