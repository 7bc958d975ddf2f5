import * as v from 'valibot';
import { schemaOf } from '../outputs.ts';

/** A place on earth, as the sender's device measured it (WGS 84). */
export interface Location {
  /** Degrees, -90 to 90. */
  latitude: number;
  /** Degrees, -180 to 180. */
  longitude: number;
  /** Radius in which the place is, m. */
  accuracy?: number;
}

const degrees = (most: number) =>
  v.pipe(
    v.number(),
    v.finite('must be a number'),
    v.minValue(-most, `must be at least ${-most}`),
    v.maxValue(most, `must be at most ${most}`),
  );

/** The radius of the earth is more than that: less precise is no place. */
const maxAccuracy = 1_000_000;

/** Of a new message. */
export const locationInput = v.strictObject({
  latitude: degrees(90),
  longitude: degrees(180),
  accuracy: v.optional(
    v.pipe(
      v.number(),
      v.finite('must be a number'),
      v.minValue(0, 'must be at least 0'),
      v.maxValue(maxAccuracy, `must be at most ${maxAccuracy}`),
    ),
  ),
});

export const locationSchema = schemaOf<Location>()(
  v.object({
    latitude: v.pipe(v.number(), v.description('degrees, -90 to 90')),
    longitude: v.pipe(v.number(), v.description('degrees, -180 to 180')),
    accuracy: v.optional(v.pipe(v.number(), v.description('radius in which the place is, m'))),
  }),
);

/** Six decimals are 11 cm; an exponent is not allowed in a `geo:` address. */
const decimal = (degrees: number): string =>
  degrees
    .toFixed(6)
    .replace(/\.?0+$/, '')
    .replace(/^-0$/, '0');

/** Returns the `geo:` address of a place (RFC 5870), which opens an application for maps. */
export const geoUri = ({ latitude, longitude, accuracy }: Location): string =>
  `geo:${decimal(latitude)},${decimal(longitude)}${accuracy === undefined ? '' : `;u=${Math.round(accuracy)}`}`;
