import { computed, type ComputedRef } from 'vue'
import { onDay } from '@/use/day'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

/** What the centre's desk shows; all of it stands in the address. */
export interface Desk {
  /** The body that asks. */
  center: string
  /** The topic or the text of a call. */
  text: string
  /** From known partners (0) to new ones (1). */
  novelty: number
  factsOnly: boolean
  tab: 'topic' | 'rules'
  show: 'partners' | 'teams'
  /** The partner to whom an introduction is shown. */
  partner: string
  /** The outcome of rule checks that is shown alone. */
  outcome: string
  asOf: string
}

/** The kinds that may ask for partners. */
export const askers = ['center', 'rd_unit', 'university', 'institute', 'enterprise', 'platform', 'joint_lab', 'incubator', 'consortium']

const first = (value: LocationQuery[string] | undefined): string => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one : ''
}

/** Reads a desk from an address; what cannot be read is as at the beginning. */
export function readDesk(query: LocationQuery): Desk {
  const novelty = Number(first(query.novelty) || '0.5')
  return {
    center: first(query.center),
    text: first(query.q).slice(0, 4000),
    novelty: novelty >= 0 && novelty <= 1 ? novelty : 0.5,
    factsOnly: first(query.facts) === '1',
    tab: first(query.tab) === 'rules' ? 'rules' : 'topic',
    show: first(query.show) === 'teams' ? 'teams' : 'partners',
    partner: first(query.partner),
    outcome: first(query.outcome),
    asOf: first(query.as_of),
  }
}

/** Writes a desk as the query of an address; what is as at the beginning is left out. */
export function writeDesk(desk: Desk): LocationQueryRaw {
  return {
    ...(desk.center && { center: desk.center }),
    ...(desk.text && { q: desk.text }),
    ...(desk.novelty !== 0.5 && { novelty: String(desk.novelty) }),
    ...(desk.factsOnly && { facts: '1' }),
    ...(desk.tab === 'rules' && { tab: 'rules' }),
    ...(desk.show === 'teams' && { show: 'teams' }),
    ...(desk.partner && { partner: desk.partner }),
    ...(desk.outcome && { outcome: desk.outcome }),
    ...onDay(desk.asOf),
  }
}

/** The desk in the address of this page, how to change it, and the address of a changed one. */
export function useDesk(): { desk: ComputedRef<Desk>; address: (parts: Partial<Desk>) => { query: LocationQueryRaw }; change: (parts: Partial<Desk>, how?: { replace?: boolean }) => Promise<void> } {
  const route = useRoute()
  const router = useRouter()
  const desk = computed(() => readDesk(route.query))
  const address = (parts: Partial<Desk>) => {
    const lang = route.query.lang
    return { query: { ...writeDesk({ ...desk.value, ...parts }), ...(lang ? { lang } : {}) } }
  }
  const change = async (parts: Partial<Desk>, how: { replace?: boolean } = {}) => {
    await (how.replace ? router.replace(address(parts)) : router.push(address(parts)))
  }
  return { desk, address, change }
}
