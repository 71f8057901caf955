/** Days as they were typed, each once, the furthest first; null where one is no whole number from 1 to 400. */
export function daysIn(typed: readonly string[]): number[] | null {
  const days = typed.map((one) => (/^\d{1,3}$/.test(one.trim()) ? Number(one) : 0));
  if (days.some((day) => day < 1 || day > 400)) return null;
  return [...new Set(days)].sort((a, b) => b - a);
}
