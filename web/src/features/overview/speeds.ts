/** The speeds that the page offers, in session seconds per wall second; 0 is as fast as the consumers go. */

export const SPEEDS = [1, 10, 60, 600, 3_600, 86_400, 0] as const;

export function speedLabel(speed: number): string {
  if (speed === 0) return "as fast as it goes";
  if (speed === 1) return "1 × (as it happened)";
  if (speed % 86_400 === 0)
    return `${(speed / 86_400).toLocaleString("en-US")} day${speed > 86_400 ? "s" : ""} a second`;
  return `${speed.toLocaleString("en-US", { maximumFractionDigits: 2 })} ×`;
}

/** The options of a list that also holds the speed that a command may have set. */
export function speedOptions(current: number): { value: string; label: string }[] {
  const speeds: number[] = [...SPEEDS];
  if (!speeds.includes(current)) speeds.unshift(current);
  return speeds.map((speed) => ({ value: String(speed), label: speedLabel(speed) }));
}

/** A speed at which a session takes about a minute and a half: slow enough to watch, fast enough to see it all. */
export function watchableSpeed(firstNs: number, lastNs: number): number {
  const wanted = (lastNs - firstNs) / 1e9 / 90;
  return SPEEDS.filter((speed) => speed > 0).reduce((best, speed) =>
    Math.abs(Math.log(speed / wanted)) < Math.abs(Math.log(best / wanted)) ? speed : best,
  );
}
