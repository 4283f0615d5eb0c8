// The Telnet console: open to everyone on the network, without a password, unless it is closed.

export function closeTelnet(): void {
  require("TelnetServer").setOptions({ mode: "off" });
}
