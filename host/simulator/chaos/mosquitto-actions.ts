// What can go wrong with a native Mosquitto that `espulse broker up` has started: it alone is ours to
// kill. Owns the signals; how it is started again is the broker's business.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { startBroker } from "../../broker/broker.ts";
import { processIdentity } from "../../broker/process-identity.ts";
import { isLive, urlsOf } from "../../broker/record-state.ts";
import { type BrokerRecord, readRecord } from "../../broker/state-file.ts";
import { stateFolder } from "../../state-folder.ts";
import type { Actions } from "./chaos.ts";

/** Of the Mosquitto at `url`; nothing where that is somebody else's. */
export async function mosquittoActions(
  url: string,
  env: NodeJS.ProcessEnv,
  failed: (error: unknown) => void,
): Promise<Actions> {
  const folder = stateFolder(env);
  const record = readRecord(folder);
  if (record?.engine !== "mosquitto" || !(await isLive(record, { env }))) return {};
  if (portOf(urlsOf(record).url) !== portOf(url)) return {};
  const signal = (name: "SIGKILL" | "SIGSTOP" | "SIGCONT"): void => {
    const running = readRecord(folder)?.process;
    if (running !== undefined && processIdentity(running.pid) === running.identity) {
      process.kill(running.pid, name);
    }
  };
  const start = ({ host, port, webSocketPort }: BrokerRecord) =>
    startBroker({ engine: "mosquitto", host, port, webSocketPort, env });
  return {
    "broker-kill"({ state }) {
      signal("SIGKILL");
      return () => {
        if (state === "lost") rmSync(join(folder, "data", "mosquitto.db"), { force: true });
        start(record).catch(failed);
      };
    },
    "broker-hang"() {
      signal("SIGSTOP");
      return () => signal("SIGCONT");
    },
  };
}

function portOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname === "localhost" ? "127.0.0.1" : hostname}:${port || 1883}`;
}
