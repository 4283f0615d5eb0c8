// The acknowledgements of many messages at once. Pure.

/** One write for all of them: [MQTT-3.4] four bytes each, in MQTT 5 too where all went well. */
export function pubacks(packetIds: readonly number[]): Buffer {
  const packets = Buffer.allocUnsafe(4 * packetIds.length);
  let at = 0;
  for (const packetId of packetIds) {
    packets[at++] = 0x40;
    packets[at++] = 2;
    packets[at++] = packetId >> 8;
    packets[at++] = packetId & 0xff;
  }
  return packets;
}
