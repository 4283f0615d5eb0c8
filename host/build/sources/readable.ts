// What a source may be that no parser of the build can read.
import { ConfigError } from "../../errors.ts";
import { displayed } from "./displayed.ts";

/**
 * What takes more than the build's stack, wherever in the file that is.
 * @throws ConfigError naming the file
 */
export function readable<Result>(file: string, read: () => Result): Result {
  const refuse = (error: unknown): never => {
    if (!(error instanceof RangeError) || !error.message.includes("call stack")) throw error;
    const message =
      "goes deeper than the build can follow; split its longest expression or chain of else if, or keep a table as JSON text";
    throw new ConfigError([{ path: displayed(file), message }]);
  };
  try {
    const result = read();
    return result instanceof Promise ? (result.catch(refuse) as Result) : result;
  } catch (error) {
    return refuse(error);
  }
}
