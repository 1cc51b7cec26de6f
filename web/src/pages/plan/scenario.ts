import type { Schemas } from '@/api/client'
import { pack, unpack } from '@/use/question'

type Full = Schemas['CoverageScenarioChange']
/** A change as it is written: what the service takes for granted may be left out. */
export type Change = Omit<Full, 'keep_resources'> & Partial<Pick<Full, 'keep_resources'>>
export interface Scenario {
  name?: string
  changes: Change[]
}

export const ops = ['close', 'open', 'move', 'add'] as const
export const opennesses = ['usable', 'accessible', 'inside', 'closed'] as const
/** What a scenario may add. */
export const addable = ['facility', 'equipment', 'center', 'rd_unit', 'platform', 'service', 'enterprise', 'demand'] as const
export const empty: Scenario = { changes: [] }
const most = 200

/** Takes a scenario from what a file or an address holds; undefined when it is none. */
export function asScenario(value: unknown): Scenario | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { name, changes } = value as { name?: unknown; changes?: unknown }
  if (!Array.isArray(changes) || changes.length > most || (name !== undefined && typeof name !== 'string')) return undefined
  const known = changes.every((one) => typeof one === 'object' && one !== null && (ops as readonly unknown[]).includes((one as { op?: unknown }).op))
  return known ? { ...(name ? { name: name.slice(0, 200) } : {}), changes: changes as Change[] } : undefined
}

/** A scenario as it stands in an address. */
export const write = (scenario: Scenario) => (scenario.changes.length || scenario.name ? pack(scenario) : '')
export const read = (text: string): Scenario => asScenario(unpack(text)) ?? empty

const kept = 'chuangmai-scenarios'

/** The scenarios that this browser keeps, by name. */
export function saved(): Scenario[] {
  try {
    const list: unknown = JSON.parse(localStorage.getItem(kept) ?? '[]')
    return Array.isArray(list) ? list.flatMap((one) => asScenario(one) ?? []) : []
  } catch {
    return []
  }
}

/** Keeps a scenario under its name, or forgets the name. */
export function keep(scenario: Scenario, forget = false): Scenario[] {
  const others = saved().filter((one) => one.name !== scenario.name)
  const list = forget ? others : [...others, scenario].sort((a, b) => (a.name ?? '').localeCompare(b.name ?? ''))
  localStorage.setItem(kept, JSON.stringify(list))
  return list
}
