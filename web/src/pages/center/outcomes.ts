/** The four outcomes of a rule check with their signs, in the order in which they are shown. A sign never stands without its word. */
export const outcomes = [
  { code: 'not_met', sign: '✕' },
  { code: 'not_recorded', sign: '▨' },
  { code: 'met', sign: '✓' },
  { code: 'not_applicable', sign: '–' },
] as const
