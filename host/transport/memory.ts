// Two ends of a line within this process: for what talks to a device that is a program here.
import { TransportError } from "../errors.ts";
import { ByteQueue } from "./byte-queue.ts";
import type { Transport } from "./transport.ts";

/** What is written to one end comes out of the other. Closing one is a cut cable for the other. */
export function memoryPair(): [Transport, Transport] {
  const queues = [new ByteQueue(), new ByteQueue()] as const;
  return [endOf(queues[0], queues[1]), endOf(queues[1], queues[0])];
}

const ADDRESS = "memory:";

function endOf(own: ByteQueue, other: ByteQueue): Transport {
  let isClosed = false;
  return {
    address: ADDRESS,
    async write(bytes) {
      if (isClosed) throw new TransportError(ADDRESS, "write", "it has been closed");
      other.push(bytes.slice());
    },
    async close() {
      isClosed = true;
      own.end();
      other.end(new TransportError(ADDRESS, "read", "the other end is gone"));
    },
    [Symbol.asyncIterator]: () => own[Symbol.asyncIterator](),
  };
}
