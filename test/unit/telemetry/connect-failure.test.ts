import { describe, expect, it } from "vitest";
import type { BrokerEndpoint } from "../../../host/config/broker-url.ts";
import { connectFailureOf } from "../../../host/telemetry/connect-failure.ts";

const endpoint = (change: Partial<BrokerEndpoint> = {}): BrokerEndpoint => ({
  scheme: "mqtt",
  host: "127.0.0.1",
  port: 1883,
  path: "",
  tls: false,
  ...change,
});
const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const away = endpoint({ host: "b.example" });

describe("why a connection failed", () => {
  it.each<[string, BrokerEndpoint, string]>([
    ["ECONNREFUSED", endpoint(), "start a broker with `espulse broker up`"],
    ["ECONNREFUSED", away, "nothing listens on port 1883 of b.example"],
    ["ENOTFOUND", away, "there is no host named b.example"],
    ["EAI_AGAIN", away, "is this computer online?"],
    ["EHOSTUNREACH", away, "there is no way to b.example"],
    ["ETIMEDOUT", away, "no answer within 10 s"],
    ["ECONNRESET", away, "closed the connection before it answered CONNECT"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", away, "does not speak TLS on port 1883"],
    ["DEPTH_ZERO_SELF_SIGNED_CERT", away, "name it with --ca FILE"],
    ["CERT_HAS_EXPIRED", away, "is this computer's clock right?"],
    ["EWHATEVER", away, "EWHATEVER"],
  ])("%s of %o", (code, at, words) => {
    const failure = connectFailureOf(coded(code), at);
    expect(failure.code).toBe("unreachable");
    expect(failure.reason).toContain(words);
  });

  it("is looked for in each address of a host", () => {
    const error = Object.assign(new AggregateError([coded("ECONNREFUSED")]), { message: "" });
    expect(connectFailureOf(error, endpoint({ host: "localhost" })).reason).toContain("broker up");
  });

  it.each([
    ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "certificate required"],
    ["ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE", "bad certificate"],
    ["ERR_SSL_TLSV1_ALERT_UNKNOWN_CA", "unknown ca"],
    ["ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED", "certificate expired"],
    ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE", "handshake failure"],
  ])("%s is the broker's refusal", (code, words) => {
    const failure = connectFailureOf(coded(code), endpoint({ scheme: "mqtts", tls: true }));
    expect(failure.code).toBe("refused");
    expect(failure.reason).toContain(`refused the TLS handshake (${words})`);
  });

  it("is told without control characters", () => {
    const failure = connectFailureOf(new Error("\u001b[2J"), endpoint());
    expect(failure.reason).toBe("what answers on port 1883 does not speak MQTT: \\x1b[2J");
  });
});
