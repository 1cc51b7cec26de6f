import type { Schemas } from '@/api/client'

export type Hit = Schemas['Hit']
export type Group = Schemas['Group']
export type Answer = Schemas['Recommendations']

/** Orders in which the hits of a group may stand; the first is the answer's own. */
export const orders = ['score', 'distance', 'fresh', 'open'] as const
export type Order = (typeof orders)[number]

export const views = ['cards', 'table', 'picture'] as const
export type View = (typeof views)[number]

/** The group shown when none is chosen: what the need asks for most, of the groups that hold something. */
export function firstGroup(answer: Answer): string {
  const filled = new Set(answer.groups.filter((group) => group.total > 0).map((group) => group.group as string))
  const wished = [...(answer.need.groups ?? [])].sort((a, b) => (b.confidence ?? 0) - (a.confidence ?? 0)).find((group) => filled.has(group.code))
  return wished?.code ?? answer.groups.find((group) => group.total > 0)?.group ?? answer.groups[0]?.group ?? 'do'
}

const worth = { yes: 2, unknown: 1, no: 0 } as const
const rungs = (hit: Hit) => (hit.openness ? 100 * worth[hit.openness.usable] + 10 * worth[hit.openness.accessible] + worth[hit.openness.visible] : -1)

/** The hits in another order; what does not say stands last, equals stay as they stood. */
export function ordered(hits: Hit[], order: Order): Hit[] {
  if (order === 'distance') return [...hits].sort((a, b) => (a.distance?.km ?? Infinity) - (b.distance?.km ?? Infinity) || 0)
  if (order === 'fresh') return [...hits].sort((a, b) => (b.fresh ?? '').localeCompare(a.fresh ?? ''))
  if (order === 'open') return [...hits].sort((a, b) => rungs(b) - rungs(a))
  return hits
}

/** The names of regions that the facets of the answer give, by code. */
export function regionNames(answer: Answer): Map<string, Schemas['Text']> {
  return new Map(answer.groups.flatMap((group) => group.facets.filter((facet) => facet.name === 'city').flatMap((facet) => facet.values.map((one) => [one.value, one.label] as const))))
}

/** The city a region code lies in, of the names that are known. */
export function cityOf(region: string | undefined, names: Map<string, Schemas['Text']>): Schemas['Text'] | undefined {
  if (!region) return undefined
  return names.get(region) ?? names.get(region.slice(0, 4) + '00') ?? names.get(region.slice(0, 2) + '0000')
}

/** The reasons of a hit's sentence, one by one, with the addend each is from. */
export function reasons(hit: Hit): Schemas['Addend'][] {
  const said = hit.addends.filter((one) => one.value > 0 && hit.because.text.includes(one.reason.text))
  return said.sort((a, b) => hit.because.text.indexOf(a.reason.text) - hit.because.text.indexOf(b.reason.text))
}

/** A capability of the need below this share does not ask for a team. */
const leastShare = 0.1

/** The capabilities a need asks for with some weight. */
export const wanted = (need: Schemas['Need']) => (need.capabilities ?? []).filter((one) => (one.weight ?? 1) >= leastShare)

/** The capabilities of the need that a hit is recorded to have. */
export const covered = (hit: Hit) => new Set(hit.addends.filter((one) => one.signal === 'capability').flatMap((one) => one.evidence.map((evidence) => evidence.node)))

/**
 * The capabilities no single hit covers together: empty when one hit has them all, or when the
 * evidence of one is cut short, so that nothing can be said.
 */
export function uncoveredTogether(answer: Answer): Schemas['NeedCapability'][] {
  const asked = wanted(answer.need)
  if (asked.length < 2) return []
  for (const hit of answer.groups.flatMap((group) => group.hits)) {
    const has = covered(hit)
    if (asked.every((one) => has.has(one.id)) || hit.addends.some((one) => one.signal === 'capability' && one.more > 0)) return []
  }
  return asked
}
