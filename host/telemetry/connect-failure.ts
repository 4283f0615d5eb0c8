// Why a connection attempt failed, in words, with the next step. Pure: from error codes to text.
import type { BrokerEndpoint } from "../config/broker-url.ts";
import { printable } from "./printable.ts";

export interface ConnectFailure {
  readonly code: "refused" | "unreachable";
  readonly reason: string;
}

const CONNECT_SECONDS = 10;
export const CONNECT_DEADLINE_MS = CONNECT_SECONDS * 1000;

interface CodedError extends Error {
  readonly code?: string | number;
  /** Node gathers the failures of a host with several addresses (`net.autoSelectFamily`). */
  readonly errors?: readonly CodedError[];
}

/** @param error what the socket said, undefined when the peer closed it without a word */
export function connectFailureOf(
  error: CodedError | undefined,
  endpoint: BrokerEndpoint,
): ConnectFailure {
  const { host, port } = endpoint;
  const unreachable = (reason: string): ConnectFailure => ({ code: "unreachable", reason });
  if (error === undefined) {
    const port = `is ${endpoint.port} the broker's ${endpoint.scheme}:// port`;
    const certificate = endpoint.tls ? ", and does it want a certificate (--cert, --key)" : "";
    return unreachable(`closed the connection before it answered CONNECT; ${port}${certificate}?`);
  }
  const code = String(error.code ?? error.errors?.[0]?.code ?? "");
  switch (code) {
    case "ECONNREFUSED":
      return unreachable(
        isLoopback(host)
          ? "nothing listens there; start a broker with `espulse broker up`"
          : `nothing listens on port ${port} of ${host}; is the broker running, and the port right?`,
      );
    case "ENOTFOUND":
      return unreachable(`there is no host named ${host}`);
    case "EAI_AGAIN":
      return unreachable(`the name ${host} could not be looked up; is this computer online?`);
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return unreachable(`there is no way to ${host} from this network`);
    case "ETIMEDOUT":
      return unreachable(`no answer within ${CONNECT_SECONDS} s`);
    case "ECONNRESET":
    case "EPIPE":
      return connectFailureOf(undefined, endpoint);
    case "ERR_SSL_WRONG_VERSION_NUMBER":
    case "ERR_SSL_PACKET_LENGTH_TOO_LONG":
    case "EPROTO":
      return unreachable(`does not speak TLS on port ${port}; is it a port of mqtt:// or ws://?`);
    case "SELF_SIGNED_CERT_IN_CHAIN":
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
    case "UNABLE_TO_GET_ISSUER_CERT":
    case "UNABLE_TO_GET_ISSUER_CERT_LOCALLY":
      return unreachable(
        "its certificate comes from an authority that is not trusted here; name it with --ca FILE",
      );
    case "ERR_TLS_CERT_ALTNAME_INVALID":
      return unreachable(`its certificate is not for ${host}: ${printable(error.message)}`);
    case "CERT_HAS_EXPIRED":
    case "CERT_NOT_YET_VALID":
      return unreachable("its certificate is not valid today; is this computer's clock right?");
  }
  // A TLS alert from the broker about our certificate (RFC 8446, section 6.2).
  if (
    /^ERR_SSL_.*ALERT_(CERTIFICATE_REQUIRED|BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_\w+|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE)$/.test(
      code,
    )
  ) {
    const alert = code
      .replace(/^.*ALERT_/, "")
      .replaceAll("_", " ")
      .toLowerCase();
    return {
      code: "refused",
      reason: `refused the TLS handshake (${alert}); does it want a certificate (--cert, --key), or another one?`,
    };
  }
  if (error.message === "connack timeout") {
    return unreachable(`no answer to CONNECT within ${CONNECT_SECONDS} s`);
  }
  const said = printable(error.message || code || "the connection failed");
  if (code !== "") return unreachable(said);
  // Errors without a code are mqtt.js's about the bytes that came, or of the WebSocket handshake.
  return unreachable(
    endpoint.scheme === "ws" || endpoint.scheme === "wss"
      ? `did not accept the WebSocket: ${said}; is the path ${endpoint.path} right?`
      : `what answers on port ${port} does not speak MQTT: ${said}`,
  );
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
