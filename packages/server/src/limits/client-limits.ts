import { defaultClientLimits, type ClientLimits, type Limits } from '@chat/protocol';

/** Returns the limits that clients get. */
export const clientLimitsOf = (limits: Limits): ClientLimits => {
  const names = Object.keys(defaultClientLimits) as (keyof ClientLimits)[];
  return Object.fromEntries(names.map((name) => [name, limits[name]])) as unknown as ClientLimits;
};
