import type { Schemas } from '@/api/client'
import type { Question } from '@/use/question'

type Filter = Schemas['Filter']

const sizes = ['micro', 'small', 'medium', 'large'] as const
const rungs = ['accessible', 'usable'] as const

/** How many hits of a group are asked for: at first, and each time more are wanted. */
export const steps = [20, 60, 200] as const

/** Whether the question asks for anything. */
export const asks = (question: Question) => question.text.trim() !== '' || question.need !== undefined || question.requester !== ''

/** The part of a question that every kind of recommendation takes. */
export function subject(question: Question) {
  const size = sizes.find((one) => one === question.size)
  const profile = { ...(question.city && { city: question.city }), ...(question.industry && { industry: question.industry }), ...(size && { size }) }
  return {
    ...(question.text.trim() && { text: question.text.trim() }),
    ...(question.need && { need: question.need }),
    ...(question.field && { field: question.field }),
    ...(question.requester && { requester: question.requester }),
    ...(Object.keys(profile).length && { profile }),
  }
}

/** The question as the service takes it, with at most limit hits in a group. */
export function recommendation(question: Question, limit: number): Schemas['RecommendationRequest'] {
  const openness = rungs.find((one) => one === question.openness)
  const filter: Filter = {
    ...(question.kinds.length && { kinds: question.kinds }),
    ...(question.regions.length && { regions: question.regions }),
    ...(openness && { openness }),
    ...(question.factsOnly && { facts_only: true }),
  }
  return { ...subject(question), ...(Object.keys(filter).length && { filter }), limit }
}

/** Whether a filter narrows the answer. */
export const narrowed = (question: Question) => question.kinds.length > 0 || question.regions.length > 0 || question.openness !== '' || question.factsOnly

/** What clears all filters. */
export const noFilter: Partial<Question> = { kinds: [], regions: [], openness: '', factsOnly: false }
