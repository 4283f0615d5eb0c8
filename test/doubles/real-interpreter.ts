// The real Espruino interpreter of this machine, found through ESPRUINO_BIN or on PATH.
import { findInterpreter } from "../../host/simulator/espruino/find-interpreter.ts";
import { isRequired } from "./required.ts";

export const interpreter = findInterpreter(process.env);
/** For `skipIf`: absent, and nobody insists on it. */
export const skipEspruino = interpreter === undefined && !isRequired("espruino");
