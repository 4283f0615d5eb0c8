// From the one mosquitto.conf to the copy a native Mosquitto runs. Owns the lines that differ;
// mosquitto/mosquitto.conf says which and why.

export interface NativeListeners {
  readonly host: string;
  readonly port: number;
  readonly webSocketPort: number;
  /** Folder of mosquitto.db. */
  readonly persistenceFolder: string;
  readonly pidFile: string;
  /** User to become where root runs it; Mosquitto would become `mosquitto` otherwise. */
  readonly user?: string;
}

/** @throws Error when the file has lost a line that must be rewritten: it would listen anywhere. */
export function renderNativeConfig(text: string, native: NativeListeners): string {
  let rendered = text;
  const rewrite = (line: string, replacement: string) => {
    const parts = rendered.split(`\n${line}\n`);
    if (parts.length !== 2) throw new Error(`mosquitto.conf must have one line "${line}"`);
    rendered = parts.join(`\n${replacement}\n`);
  };
  rewrite("listener 1883", `listener ${native.port} ${native.host}`);
  rewrite("listener 8083", `listener ${native.webSocketPort} ${native.host}`);
  rewrite(
    "persistence_location /mosquitto/data/",
    [
      `persistence_location ${native.persistenceFolder}/`,
      `pid_file ${native.pidFile}`,
      ...(native.user === undefined ? [] : [`user ${native.user}`]),
    ].join("\n"),
  );
  const listeners = rendered.match(/^listener .*/gm) ?? [];
  if (listeners.length !== 2) throw new Error("mosquitto.conf must have two listeners");
  return rendered;
}
