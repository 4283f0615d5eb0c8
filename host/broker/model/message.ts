// A message as the model broker keeps it, and what a subscription asks of it.

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  /** QoS 2 is not modelled; whoever asks for it is granted 1. */
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

export interface Subscription {
  readonly filter: string;
  readonly qos: 0 | 1;
  /** MQTT 5, section 3.8.3.1. */
  readonly noLocal: boolean;
  readonly retainAsPublished: boolean;
}
