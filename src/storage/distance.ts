// Distances on the earth as a sphere (haversine): within 0.6 % of the ellipsoid of WGS84.

export interface Place {
  /** Degrees, north positive. */
  latitude: number;
  /** Degrees, east positive. */
  longitude: number;
}

/** The mean radius of the earth, IUGG. */
const RADIUS_METRES = 6_371_008.8;

export function distanceInMetres(a: Place, b: Place): number {
  const north = Math.sin(radians(b.latitude - a.latitude) / 2);
  const east = Math.sin(radians(b.longitude - a.longitude) / 2);
  const h = north * north + Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * east * east;
  return 2 * RADIUS_METRES * Math.asin(Math.sqrt(Math.min(1, h)));
}

/** Degrees of latitude that a distance spans, a little more than less: for bounds. */
export function degreesOfLatitude(metres: number): number {
  return ((metres / RADIUS_METRES) * 180) / Math.PI + 1e-9;
}

function radians(degrees: number): number {
  return (degrees * Math.PI) / 180;
}
