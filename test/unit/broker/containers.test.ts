// Neither compose file can be run where there is no container engine, so what they must say to
// agree with each other and with the host tool is held here.
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
const compose = read("docker-compose.yml");
const devCompose = read(".devcontainer/docker-compose.yml");

const image = (text: string) => /^ +image: (eclipse-mosquitto:\S+)$/m.exec(text)?.[1];
const healthcheck = (text: string) => /^ +test: (.*)$/m.exec(text)?.[1];

describe("the compose files", () => {
  it("pin one image, exactly", () => {
    expect(image(compose)).toMatch(/^eclipse-mosquitto:2\.0\.\d+$/);
    expect(image(devCompose)).toBe(image(compose));
  });

  it("ask the broker the same question for its health", () => {
    expect(healthcheck(compose)).toContain("mosquitto_sub ");
    expect(healthcheck(devCompose)).toBe(healthcheck(compose));
  });

  it("open ports on loopback unless told otherwise, and in the dev container none", () => {
    const ports = [...compose.matchAll(/^ +- "(.*):(\d+)"$/gm)].map(([, host, port]) => [
      host,
      port,
    ]);
    const published = [
      [`\${ESPULSE_BROKER_BIND:-127.0.0.1}:\${ESPULSE_BROKER_PORT:-1883}`, "1883"],
      [`\${ESPULSE_BROKER_BIND:-127.0.0.1}:\${ESPULSE_BROKER_WEBSOCKET_PORT:-8083}`, "8083"],
    ];
    // Mosquitto's, and those of EMQX in its place.
    expect(ports).toEqual([...published, ...published]);
    expect(devCompose).not.toMatch(/^ +ports:/m);
  });

  it("give the broker the ports that its configuration listens on", () => {
    const listeners = read("mosquitto/mosquitto.conf").match(/^listener .*$/gm);
    expect(listeners).toEqual(["listener 1883", "listener 8083"]);
  });
});

describe("EMQX in Mosquitto's place", () => {
  const service = compose.slice(compose.indexOf("\n  emqx:\n"), compose.indexOf("\nvolumes:\n"));
  const setting = (name: string) =>
    new RegExp(`^ +EMQX_${name}: "?([^"\n]*)"?$`, "m").exec(service);
  const mosquitto = (option: string) =>
    new RegExp(`^${option} (.*)$`, "m").exec(read("mosquitto/mosquitto.conf"))?.[1];

  it("starts only where its profile is asked for, and nothing starts it along", () => {
    expect(service).toContain("profiles: [emqx]\n");
    expect(compose).not.toContain("depends_on");
  });

  it("is one image, exactly", () => {
    expect(service).toMatch(/^ +image: emqx\/emqx:5\.8\.\d+$/m);
  });

  it("is found under the same name", () => {
    expect(service).toContain("aliases: [broker]");
  });

  it("has the same listeners, and no other", () => {
    const listeners = read("mosquitto/mosquitto.conf").match(/^listener .*$/gm);
    expect(listeners).toEqual(
      ["TCP", "WS"].map((kind) => {
        const [address, port] = setting(`LISTENERS__${kind}__DEFAULT__BIND`)![1]!.split(":");
        expect(address).toBe("0.0.0.0");
        return `listener ${port}`;
      }),
    );
    for (const kind of ["SSL", "WSS"]) {
      expect(setting(`LISTENERS__${kind}__DEFAULT__ENABLE`)?.[1]).toBe("false");
    }
    expect(setting("DASHBOARD__LISTENERS__HTTP__BIND")?.[1]).toBe("0");
    // What Erlang nodes have among themselves stays inside the container.
    expect(setting("RPC__LISTEN_ADDRESS")?.[1]).toBe("127.0.0.1");
    expect(service).toContain("ERL_FLAGS: -kernel inet_dist_use_interface {127,0,0,1}\n");
  });

  it("has the same bounds", () => {
    const most = ["TCP", "WS"].map(
      (kind) => setting(`LISTENERS__${kind}__DEFAULT__MAX_CONNECTIONS`)?.[1],
    );
    // A line a listener, in the same order.
    const bounds = read("mosquitto/mosquitto.conf").matchAll(/^max_connections (\d+)$/gm);
    expect(most).toEqual([...bounds].map(([, bound]) => bound));
    expect(setting("MQTT__MAX_MQUEUE_LEN")?.[1]).toBe(mosquitto("max_queued_messages"));
    // Below this EMQX would end the session that holds them.
    expect(setting("FORCE_SHUTDOWN__MAX_MAILBOX_SIZE")?.[1]).toBe(mosquitto("max_queued_messages"));
    expect(setting("MQTT__MAX_PACKET_SIZE")?.[1]).toBe("1MB");
    expect(mosquitto("max_packet_size")).toBe(String(1024 * 1024));
    expect(setting("MQTT__SESSION_EXPIRY_INTERVAL")?.[1]).toBe("336h");
    expect(mosquitto("persistent_client_expiration")).toBe(`${336 / 24}d`);
  });

  it("tells nobody of it", () => {
    expect(setting("TELEMETRY__ENABLE")?.[1]).toBe("false");
  });
});

describe("the dev container", () => {
  it("names a service and a folder that its compose file has", () => {
    const settings = JSON.parse(read(".devcontainer/devcontainer.json"));
    expect(devCompose).toContain(`\n  ${settings.service}:\n`);
    expect(devCompose).toContain(`- ..:${settings.workspaceFolder}:cached`);
    expect(read(".devcontainer/Dockerfile")).toContain(`WORKDIR ${settings.workspaceFolder}\n`);
  });
});
