// What a test may lack of the machine, and whether somebody insists on it all the same.

/** Named in ESPULSE_REQUIRE, with commas between: its absence is then a failure, and nothing is skipped. */
export function isRequired(name: string): boolean {
  return process.env.ESPULSE_REQUIRE?.split(",").includes(name) ?? false;
}
