import { computed, type ComputedRef } from 'vue'
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from 'vue-router'
import type { Schemas } from '@/api/client'

/** Everything that decides an answer. All of it stands in the address. */
export interface Question {
  /** The problem in the asker's words. */
  text: string
  /** The need as corrected by the asker; without it the text alone is read. */
  need?: Schemas['Need']
  /** A field as a technology exchange names it. */
  field: string
  /** The asking body, when it is in the network, and what it says of itself when not. */
  requester: string
  city: string
  industry: string
  size: string
  /** Filters. */
  kinds: string[]
  regions: string[]
  openness: string
  factsOnly: boolean
  /** The day as of which; '' for today. */
  asOf: string
  /** How the answer is looked at: group shown, order, form, from known (0) to new (1), hits to compare. */
  group: string
  sort: string
  view: string
  novelty?: number
  compare: string[]
}

/** The longest text that is asked, in characters. */
export const longestText = 2000

const texts = { text: 'q', field: 'field', requester: 'from', city: 'city', industry: 'industry', size: 'size', openness: 'open', asOf: 'as_of', group: 'group', sort: 'sort', view: 'view' } as const
const lists = { kinds: 'kind', regions: 'region', compare: 'compare' } as const

const all = (value: LocationQuery[string] | undefined): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string' && one !== '')

/** Packs a value for an address: JSON as URL-safe base 64. */
export function pack(value: unknown): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value))
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}

/** Reads what pack wrote; undefined when it is nothing of the kind. */
export function unpack(text: string): unknown {
  try {
    const bytes = Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0))
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Reads a question from an address. What cannot be read is left out. */
export function readQuestion(query: LocationQuery): Question {
  const question: Question = {
    text: '', field: '', requester: '', city: '', industry: '', size: '', openness: '', asOf: '', group: '', sort: '', view: '',
    kinds: [], regions: [], compare: [], factsOnly: all(query.facts)[0] === '1',
  }
  for (const [name, key] of Object.entries(texts)) question[name as keyof typeof texts] = all(query[key])[0] ?? ''
  for (const [name, key] of Object.entries(lists)) question[name as keyof typeof lists] = [...new Set(all(query[key]))]
  question.text = [...question.text].slice(0, longestText).join('')
  const need = unpack(all(query.need)[0] ?? '')
  if (typeof need === 'object' && need !== null && !Array.isArray(need)) question.need = need as Schemas['Need']
  const novelty = Number(all(query.novelty)[0] ?? NaN)
  if (novelty >= 0 && novelty <= 1) question.novelty = novelty
  return question
}

/** Writes a question as the query of an address; what says nothing is left out. */
export function writeQuestion(question: Partial<Question>): LocationQueryRaw {
  const query: LocationQueryRaw = {}
  for (const [name, key] of Object.entries(texts)) {
    const value = question[name as keyof typeof texts]
    if (value) query[key] = value
  }
  for (const [name, key] of Object.entries(lists)) {
    const values = question[name as keyof typeof lists]
    if (values?.length) query[key] = [...values]
  }
  if (question.factsOnly) query.facts = '1'
  if (question.need) query.need = pack(question.need)
  if (question.novelty !== undefined) query.novelty = String(question.novelty)
  return query
}

/**
 * The question in the address of this page. change keeps the rest of it; by default the
 * change is a step that "back" undoes, with replace it is none.
 */
export function useQuestion(): { question: ComputedRef<Question>; change: (parts: Partial<Question>, how?: { replace?: boolean }) => Promise<void> } {
  const route = useRoute()
  const router = useRouter()
  const question = computed(() => readQuestion(route.query))
  const change = async (parts: Partial<Question>, how: { replace?: boolean } = {}) => {
    const lang = route.query.lang
    const query = { ...writeQuestion({ ...question.value, ...parts }), ...(lang ? { lang } : {}) }
    await (how.replace ? router.replace({ query }) : router.push({ query }))
  }
  return { question, change }
}
