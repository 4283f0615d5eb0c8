// A stream in front of a stream, which ends when an MQTT packet announces more bytes than allowed.
// Owns the counting of fixed headers; knows nothing of what a packet means.
import { Duplex } from "node:stream";

/** Follows packet boundaries, however the bytes are cut. */
export class PacketScanner {
  #state: "type" | "length" | "body" = "type";
  #remaining = 0;
  #multiplier = 1;

  constructor(readonly maxPacketBytes: number) {}

  /** Says what is wrong with the packet that `bytes` begin, if anything is. */
  scan(bytes: Uint8Array): string | undefined {
    let offset = 0;
    while (offset < bytes.length) {
      if (this.#state === "body") {
        const taken = Math.min(this.#remaining, bytes.length - offset);
        offset += taken;
        this.#remaining -= taken;
        if (this.#remaining === 0) this.#state = "type";
      } else if (this.#state === "type") {
        offset += 1;
        this.#remaining = 0;
        this.#multiplier = 1;
        this.#state = "length";
      } else {
        const byte = bytes[offset++] as number;
        this.#remaining += (byte & 0x7f) * this.#multiplier;
        this.#multiplier *= 128;
        // [MQTT-2.2.3]: at most four bytes, the last without its continuation bit.
        if (byte & 0x80 && this.#multiplier > 128 ** 3) return "remaining length over four bytes";
        if (this.#remaining > this.maxPacketBytes) {
          return `packet of ${this.#remaining} bytes or more, at most ${this.maxPacketBytes} allowed`;
        }
        if (!(byte & 0x80)) this.#state = this.#remaining > 0 ? "body" : "type";
      }
    }
    return undefined;
  }
}

/** `wire` as it is, but destroyed with an error before an oversized packet is buffered. */
export function limitPackets(wire: Duplex, maxPacketBytes: number): Duplex {
  const scanner = new PacketScanner(maxPacketBytes);
  const limited = new Duplex({
    allowHalfOpen: false,
    read: () => void wire.resume(),
    write: (chunk: Uint8Array, _encoding, done) => void wire.write(chunk, done),
    writev: (chunks, done) => {
      wire.write(Buffer.concat(chunks.map(({ chunk }) => chunk as Uint8Array)), done);
    },
    final: (done) => void wire.end(done),
    destroy: (error, done) => {
      wire.destroy();
      done(error);
    },
  });
  wire.on("data", (chunk: Uint8Array) => {
    const fault = scanner.scan(chunk);
    if (fault !== undefined) limited.destroy(new Error(fault));
    else if (!limited.push(chunk)) wire.pause();
  });
  wire.on("end", () => limited.push(null));
  wire.on("error", (error) => limited.destroy(error));
  // After a regular end what has come is still to be read: destroying now would lose it.
  wire.on("close", () => {
    if (!wire.readableEnded) limited.destroy();
  });
  return limited;
}
