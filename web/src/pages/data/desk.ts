import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'

/** The parts of the data page. */
export const tabs = ['load', 'health', 'join'] as const
export type Tab = (typeof tabs)[number]

/** The issues of data health, in the order in which the service gives them. */
export const issues = ['stale', 'unsourced', 'unlinked', 'unmapped', 'twins'] as const
export type Issue = (typeof issues)[number]

/** What the data page shows; it stands in the address. */
export interface DataDesk {
  tab: Tab
  issue: Issue | ''
  /** The two records to be joined. */
  keep: string
  drop: string
}

const first = (value: LocationQuery[string] | undefined): string => {
  const one = Array.isArray(value) ? value[0] : value
  return typeof one === 'string' ? one : ''
}

/** The state of the page in its address, how to change it, and the address of a changed one. */
export function useDataDesk() {
  const route = useRoute()
  const router = useRouter()
  const desk = computed<DataDesk>(() => ({
    tab: tabs.find((one) => one === first(route.query.tab)) ?? 'load',
    issue: issues.find((one) => one === first(route.query.issue)) ?? '',
    keep: first(route.query.keep),
    drop: first(route.query.drop),
  }))
  const address = (parts: Partial<DataDesk>) => {
    const next = { ...desk.value, ...parts }
    const query: Record<string, string> = {}
    if (next.tab !== 'load') query.tab = next.tab
    for (const key of ['issue', 'keep', 'drop'] as const) if (next[key]) query[key] = next[key]
    const lang = first(route.query.lang)
    return { query: lang ? { ...query, lang } : query }
  }
  return { desk, address, change: (parts: Partial<DataDesk>) => router.replace(address(parts)) }
}
