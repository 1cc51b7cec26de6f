import type { operations } from '@/api/schema'

type Query = NonNullable<operations['getCoverageRecords']['parameters']['query']>

/** Which cell's records are asked for. */
export interface Asked {
  region: string
  field: string
  stage: string
  rest_of?: string
}

/** The question for the records behind one number. */
export const recordQuery = (asked: Asked, measure: string, more: Partial<Query>): Query => ({ ...asked, measure, ...more }) as Query
