/** No tiers in front of the store. */
export const NO_CACHE = { tiers: [], drop: async () => undefined };
