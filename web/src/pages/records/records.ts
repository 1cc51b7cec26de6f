import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw, type LocationQueryValue } from 'vue-router'

/** Which list is asked for: nodes of some kinds and openness, or edges of some relations. */
export interface ListQuestion {
  kinds: string[]
  relations: string[]
  openness?: 'accessible' | 'usable'
  factsOnly: boolean
}

const many = (value: LocationQueryValue | LocationQueryValue[] | undefined) => [value].flat().filter((one): one is string => Boolean(one))

/** The address of a list of records. */
export function listAddress(asked: Partial<ListQuestion>): { name: string; query: LocationQueryRaw } {
  const query: LocationQueryRaw = {}
  if (asked.kinds?.length) query.kind = asked.kinds
  if (asked.relations?.length) query.relation = asked.relations
  if (asked.openness) query.openness = asked.openness
  if (asked.factsOnly) query.facts = '1'
  return { name: 'records', query }
}

/** The list that the address asks for, and a way to leave made-up records out. */
export function useList() {
  const route = useRoute()
  const router = useRouter()
  const question = computed<ListQuestion>(() => {
    const openness = many(route.query.openness)[0]
    return {
      kinds: many(route.query.kind),
      relations: many(route.query.relation),
      ...(openness === 'accessible' || openness === 'usable' ? { openness } : {}),
      factsOnly: route.query.facts === '1',
    }
  })
  const only = (facts: boolean) => router.replace({ query: { ...route.query, facts: facts ? '1' : undefined } })
  return { question, only }
}
