/**
 * How many tries a random test makes: few in `npm test`, all in `npm run attack`, which sets the variable.
 *
 * @param short enough to meet every kind of case
 */
export function tries(short: number, full: number): number {
  return process.env.MCAST_TRIES === 'full' ? full : short;
}
