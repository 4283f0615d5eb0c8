// The peer of a fleet: as many clients of mqtt.js in one Node process, each publishing a ready-made
// reading a second at QoS 1. No firmware, no Wi-Fi, no Storage. Arguments: port, count.
import mqtt from "mqtt";

const [port, count] = process.argv.slice(2).map(Number) as [number, number];
const MS_A_START = 2;

function start(index: number): void {
  const device = `peer-${index}`;
  let seq = 0;
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: device });
  client.on("error", () => {});
  client.once("connect", () => {
    setInterval(() => {
      seq++;
      const payload = `{"v":1,"boot":"7f3a12c4-1","seq":${seq},"up":${seq * 1000},"t":${Date.now()},"d":{"temp":44,"vars":1500,"rssi":-60,"light":1.234,"door":1}}`;
      client.publish(`espulse/${device}/telemetry`, payload, { qos: 1 });
    }, 1000);
  });
}

for (let index = 0; index < count; index++) setTimeout(start, index * MS_A_START, index);
