import type { Hit } from '../answer/hits'

/** The signals of the hits that are compared, the weightiest first, with the word for each. */
export function signals(hits: Hit[]): { signal: string; label: string }[] {
  const sums = new Map<string, { signal: string; label: string; sum: number }>()
  for (const addend of hits.flatMap((hit) => hit.addends)) {
    const found = sums.get(addend.signal) ?? { signal: addend.signal, label: addend.label, sum: 0 }
    found.sum += Math.abs(addend.value)
    sums.set(addend.signal, found)
  }
  return [...sums.values()].sort((a, b) => b.sum - a.sum || a.signal.localeCompare(b.signal))
}

/** The addend of a signal; undefined when it adds nothing. */
export const addend = (hit: Hit, signal: string) => hit.addends.find((one) => one.signal === signal)

/** The greatest value in a row; undefined when fewer than two differ. */
export function greatest(values: (number | undefined)[]): number | undefined {
  const said = values.filter((one): one is number => one !== undefined)
  return said.length > 1 && Math.max(...said) > Math.min(...said) ? Math.max(...said) : undefined
}
