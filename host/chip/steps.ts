// Steps of a session with a chip: each ends with its result, with the end of the port, or at its deadline,
// whichever comes first. esptool-js by itself waits on for a device that is gone.
import type { Clock } from "../clock.ts";
import { DeadlineError } from "../errors.ts";
import { chipError } from "./chip-error.ts";
import type { WebSerialPort } from "./web-serial-port.ts";

export class Steps {
  constructor(
    private readonly port: WebSerialPort,
    private readonly clock: Clock,
  ) {}

  /**
   * @param what is done, such as "erasing the flash"
   * @param late the error at the deadline
   * @throws TransportError, DeadlineError, DeviceError, VerificationError
   */
  run<Result>(
    what: string,
    deadlineMs: number,
    act: () => Promise<Result>,
    late = (): Error =>
      new DeadlineError(`${this.port.path}: ${what} took longer than ${deadlineMs / 1000} s`),
  ): Promise<Result> {
    const { port } = this;
    if (port.ended) return Promise.reject(port.ended);
    return new Promise((resolve, reject) => {
      const takeBacks: (() => void)[] = [];
      const settle = (then: () => void): void => {
        for (const takeBack of takeBacks) takeBack();
        then();
      };
      takeBacks.push(port.whenEnded((error) => settle(() => reject(error))));
      takeBacks.push(this.clock.after(deadlineMs, () => settle(() => reject(late()))));
      act().then(
        (result) => settle(() => resolve(result)),
        (error) => settle(() => reject(chipError(error, port.path, what))),
      );
    });
  }
}
