// In place of telnet.ts where Espruino has no Telnet console.

export function closeTelnet(): void {
  // Nothing listens.
}
