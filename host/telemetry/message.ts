// What arrives: one message of a topic. A shape, and nothing else.

export type Qos = 0 | 1 | 2;

export interface Message {
  readonly topic: string;
  readonly payload: Uint8Array;
  readonly qos: Qos;
  readonly retain: boolean;
  /** When it arrived, milliseconds since 1970. */
  readonly rx: number;
}
