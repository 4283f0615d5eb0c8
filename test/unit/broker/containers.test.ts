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
    expect(ports).toEqual([
      [`\${ESPULSE_BROKER_BIND:-127.0.0.1}:\${ESPULSE_BROKER_PORT:-1883}`, "1883"],
      [`\${ESPULSE_BROKER_BIND:-127.0.0.1}:\${ESPULSE_BROKER_WEBSOCKET_PORT:-8083}`, "8083"],
    ]);
    expect(devCompose).not.toMatch(/^ +ports:/m);
  });

  it("give the broker the ports that its configuration listens on", () => {
    const listeners = read("mosquitto/mosquitto.conf").match(/^listener .*$/gm);
    expect(listeners).toEqual(["listener 1883", "listener 8083"]);
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
