// What a source may be that no parser of the build can read.
import { ConfigError } from "../../errors.ts";
import { displayed } from "./displayed.ts";

/** What nests deeper than the stack of the parsers. @throws ConfigError naming the file */
export function readable<Result>(file: string, read: () => Result): Result {
  const refuse = (error: unknown): never => {
    if (!(error instanceof RangeError) || !error.message.includes("call stack")) throw error;
    const message =
      "nests too deep to be read; split its longest expression, or keep it as JSON text";
    throw new ConfigError([{ path: displayed(file), message }]);
  };
  try {
    const result = read();
    return result instanceof Promise ? (result.catch(refuse) as Result) : result;
  } catch (error) {
    return refuse(error);
  }
}
