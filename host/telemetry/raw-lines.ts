// Messages of any topic as they are: topic and payload, safe for a terminal. Decodes nothing.
import type { Message } from "./message.ts";
import { jsonLine, printable, printablePayload, textOf } from "./printable.ts";
import type { Lines, Screen } from "./screen.ts";

export class RawLines implements Lines {
  readonly #screen: Screen;
  readonly #json: boolean;
  #received = 0;

  constructor(screen: Screen, json: boolean) {
    this.#screen = screen;
    this.#json = json;
  }

  take(message: Message): boolean {
    this.#received++;
    this.#screen.line(this.#json ? rawJson(message) : this.#line(message));
    return true;
  }

  sumUp(): void {
    const s = this.#received === 1 ? "" : "s";
    this.#screen.notice(`received ${this.#received} message${s}`);
  }

  #line({ topic, payload, retain }: Message): string {
    const { cyan, dim, yellow } = this.#screen.colors;
    const mark = retain ? `${yellow("retained")}  ` : "";
    const content = payload.length === 0 ? dim("(empty)") : printablePayload(payload);
    return `${cyan(printable(topic))}  ${mark}${content}`;
  }
}

function rawJson({ topic, payload, qos, retain, rx }: Message): string {
  const text = textOf(payload);
  const content =
    text === undefined
      ? { payloadBase64: Buffer.from(payload).toString("base64") }
      : { payload: text };
  return jsonLine({ topic, ...content, qos, retain, rx, rxIso: new Date(rx).toISOString() });
}
