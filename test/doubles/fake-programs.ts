// A program on PATH that asks the test what to answer: stands for docker and mosquitto, so that the
// command lines they are given can be seen where neither is installed.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Call {
  readonly line: string;
  /** Its environment, as far as Espulse named it. */
  readonly env: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number;
}

export interface FakePrograms {
  /** For the code under test: nothing but the fakes is on PATH, and state is kept in a temporary folder. */
  readonly env: NodeJS.ProcessEnv;
  readonly folder: string;
  /** Since the start, or the last `calls.length = 0`. */
  readonly calls: Call[];
  answer: (call: Call) => Promise<Reply> | Reply;
  /** Puts a program on PATH: one that asks, or the given script of Node's. */
  install(name: string, script?: string): void;
  close(): void;
}

const ASKING_SCRIPT = `
const { connect } = require("node:net");
const named = Object.entries(process.env).filter(([name]) => name.startsWith("ESPULSE_"));
const socket = connect(Number(process.env.FAKE_CONTROL_PORT), "127.0.0.1");
socket.end(JSON.stringify({ line: process.argv.slice(2).join(" "), env: Object.fromEntries(named) }));
let text = "";
socket.on("data", (bytes) => (text += bytes));
socket.on("end", () => {
  const { stdout = "", stderr = "", status = 0 } = JSON.parse(text);
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = status;
});
`;

export async function startFakePrograms(): Promise<FakePrograms> {
  const folder = mkdtempSync(join(tmpdir(), "espulse-fakes-"));
  const programs = join(folder, "bin");
  mkdirSync(programs);
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let text = "";
    socket.on("data", (bytes) => {
      text += bytes;
    });
    socket.on("end", async () => {
      const call = JSON.parse(text) as Call;
      fakes.calls.push(call);
      socket.end(JSON.stringify(await fakes.answer(call)));
    });
    socket.on("error", () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const fakes: FakePrograms = {
    env: {
      PATH: programs,
      XDG_STATE_HOME: folder,
      FAKE_CONTROL_PORT: String((server.address() as AddressInfo).port),
    },
    folder,
    calls: [],
    answer: () => ({}),
    install(name, script = ASKING_SCRIPT) {
      const path = join(programs, name);
      writeFileSync(path, `#!${process.execPath}\n${script}`);
      chmodSync(path, 0o755);
    },
    close() {
      server.close();
      rmSync(folder, { recursive: true });
    },
  };
  return fakes;
}
