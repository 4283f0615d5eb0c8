// Random numbers that come again with their seed.

/** From 0 to below 1; `seed` is a whole number above 0. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 16_807) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** Whole, from 0 to below what is asked for. */
export function seededWhole(seed: number): (below: number) => number {
  const random = seeded(seed);
  return (below) => Math.floor(random() * below);
}
