// Host names that need no name server: dotted decimal (networkParseIPAddress, network.c) and this machine.

/** The IPv4 address, or undefined when a name server has to be asked. */
export function hostAddress(name: string): string | undefined {
  if (name === "localhost") return "127.0.0.1";
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(name) ? name : undefined;
}
