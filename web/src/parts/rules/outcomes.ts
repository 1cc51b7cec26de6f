import type { Schemas } from '@/api/client'

export type Outcome = keyof Pick<Schemas['Checks']['counts'], 'not_met' | 'not_recorded' | 'met' | 'not_applicable'>

/** The outcomes of a rule check in the order in which they are shown. */
export const outcomes = ['not_met', 'not_recorded', 'met', 'not_applicable'] as const satisfies Outcome[]

/** Their signs; the word always stands beside the sign. */
export const signs: Record<string, string> = { not_met: '✕', not_recorded: '▨', met: '✓', not_applicable: '–' }
