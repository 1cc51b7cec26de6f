/** The outcomes of a check and their signs; the word always stands beside the sign. */
export const outcomes = ['not_met', 'not_recorded', 'met', 'not_applicable'] as const
export type Outcome = (typeof outcomes)[number]
export const marks: Record<string, string> = { met: '✓', not_met: '✕', not_recorded: '▨', not_applicable: '–' }
