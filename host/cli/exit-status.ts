// Error class -> exit status.
import { CommanderError } from "commander";
import { BoardError } from "../../boards/board.ts";
import {
  BrokerError,
  ConfigError,
  DeadlineError,
  DeviceError,
  InterruptedError,
  TransportError,
  VerificationError,
} from "../errors.ts";

/** 0 is success; 130 with nothing to tell is main.ts's to say. */
export function exitStatusOf(error: unknown): number {
  if (error instanceof CommanderError) return 2;
  if (error instanceof ConfigError || error instanceof BoardError) return 2;
  if (error instanceof TransportError) return error.code === "denied" ? 4 : 3;
  if (error instanceof BrokerError) return error.code === "refused" ? 5 : 6;
  if (error instanceof VerificationError) return 7;
  if (error instanceof DeviceError) return 8;
  if (error instanceof DeadlineError) return 27;
  if (error instanceof InterruptedError) return 130;
  return 1;
}
