import { onDay } from '@/use/day'
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'

/** Everything that decides what the desk shows. All of it stands in the address. */
export interface PlanQuestion {
  tab: string
  /** How coverage is looked at: matrix, tiles, table, map. */
  view: string
  /** Name or code; '' for Jiangsu. */
  region: string
  /** Level of the rows; '' for the next below. */
  by: string
  field: string
  stage: string
  /** What the columns are; '' for stages when a field is given, else fields. */
  columns: string
  asOf: string
  compareWith: string
  factsOnly: boolean
  /** The cell that is open, as cellKey writes it, and the number of it that is listed. */
  cell: string
  measure: string
  kind: string
  /** The column that tiles, map and ranking show, as columnKey writes it. */
  column: string
  cause: string
  /** Rules: what is shown. */
  outcome: string
  rule: string
  center: string
  /** Whose chains. */
  of: string
  /** Next places: what, how many, how several supplies count. */
  place: string
  count: string
  counting: string
  /** Scenarios, packed. */
  scenario: string
  against: string
}

const texts = {
  tab: 'tab', view: 'view', region: 'region', by: 'by', field: 'field', stage: 'stage', columns: 'columns', asOf: 'as_of', compareWith: 'compare_with',
  cell: 'cell', measure: 'measure', kind: 'kind', column: 'col', cause: 'cause', outcome: 'outcome', rule: 'rule', center: 'center', of: 'of',
  place: 'place', count: 'n', counting: 'counting', scenario: 'a', against: 'b',
} as const
type Text = keyof typeof texts

/** The region the desk opens with. */
export const home = '320000'

/** Reads the question from an address. */
export function readPlan(query: LocationQuery): PlanQuestion {
  const first = (key: string) => {
    const value = query[key]
    return (Array.isArray(value) ? value[0] : value) ?? ''
  }
  const question = { factsOnly: first('facts') === '1' } as PlanQuestion
  for (const [name, key] of Object.entries(texts)) question[name as Text] = first(key)
  return question
}

/** Writes the question as the query of an address; what says nothing is left out. */
export function writePlan(question: Partial<PlanQuestion>): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const [name, key] of Object.entries(texts)) {
    const value = question[name as Text]
    if (value) query[key] = value
  }
  if (question.factsOnly) query.facts = '1'
  return query
}

/** The question in the address of this page; change keeps the rest of it. */
export function usePlan() {
  const route = useRoute()
  const router = useRouter()
  const question = computed(() => readPlan(route.query))
  const region = computed(() => question.value.region || home)
  const change = async (parts: Partial<PlanQuestion>, how: { replace?: boolean } = {}) => {
    const lang = route.query.lang
    const query = { ...writePlan({ ...question.value, ...parts }), ...(lang ? { lang } : {}) }
    await (how.replace ? router.replace({ query }) : router.push({ query }))
  }
  return {
    question,
    region,
    change,
    /** What every planning request is asked with. */
    common: computed(() => ({
      ...(question.value.factsOnly ? { facts_only: true } : {}),
      ...onDay(question.value.asOf),
    })),
    /** Where and of what: region, field, stage. */
    place: computed(() => ({
      region: region.value,
      ...(question.value.field ? { field: question.value.field } : {}),
      ...(question.value.stage ? { stage: question.value.stage } : {}),
    })),
  }
}
