// The host's client as tests open it, with the brokers it is opened to: keeps what it tells and hands
// over, and closes all of them after each test.
import { afterEach, beforeEach } from "vitest";
import type { Broker } from "../../host/config/broker.ts";
import { type Client, type ClientOptions, openClient } from "../../host/telemetry/client.ts";
import type { ConnectionEvent } from "../../host/telemetry/connection-events.ts";
import type { Message } from "../../host/telemetry/message.ts";
import { type AnsweringBroker, type Answers, startAnsweringBroker } from "./answering-broker.ts";
import { type Mosquitto, startMosquitto } from "./mosquitto.ts";
import { type ReaderBroker, type ReaderBrokerOptions, startReaderBroker } from "./reader-broker.ts";

const BACK_OFF_MS = 5;

/** For the tests of the file, or of the `describe`, in which it is called. */
export function useClients() {
  const opened: { close(): Promise<unknown> }[] = [];
  const events: ConnectionEvent[] = [];
  const messages: Message[] = [];
  let stop = new AbortController();
  beforeEach(() => {
    stop = new AbortController();
    events.length = 0;
    messages.length = 0;
  });
  afterEach(async () => {
    // Clients first: a broker waits for them.
    for (const each of opened.splice(0).reverse()) await each.close();
    stop.abort();
  });
  async function toClose<T extends { close(): Promise<unknown> }>(opening: Promise<T>): Promise<T> {
    const one = await opening;
    opened.push(one);
    return one;
  }
  return {
    events,
    messages,
    kinds: () => events.map(({ kind }) => kind),
    toClose,
    interrupt: () => stop.abort(),
    aedes: (options: ReaderBrokerOptions = {}): Promise<ReaderBroker> =>
      toClose(startReaderBroker(options)),
    scripted: (answers: Answers): Promise<AnsweringBroker> =>
      toClose(startAnsweringBroker(answers)),
    mosquitto: (...given: Parameters<typeof startMosquitto>): Promise<Mosquitto> =>
      toClose(startMosquitto(...given)),
    open: (broker: Broker, options: Partial<ClientOptions> = {}): Promise<Client> =>
      toClose(
        openClient({
          broker,
          signal: stop.signal,
          onEvent: (event) => events.push(event),
          onMessage: (message) => messages.push(message),
          backOff: () => BACK_OFF_MS,
          ...options,
        }),
      ),
  };
}

export const bytes = (text: string): Buffer => Buffer.from(text);

/** What it fails with. */
export const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: Error) => error,
  );
