import type { Schemas } from '@/api/client'

/** A group of relations that a record's page shows together. */
export interface Section {
  /** Names its heading: node.section.KEY. */
  key: string
  /** The relations in it that the record has, and how many edges they are. */
  relations: string[]
  count: number
}

const order: { key: string; relations: string[] }[] = [
  { key: 'capabilities', relations: ['HAS_CAPABILITY', 'ASKS_FOR'] },
  { key: 'disciplines', relations: ['HAS_DISCIPLINE', 'IN_FIELD', 'IN_INDUSTRY', 'AT_STAGE', 'STRATEGIC_INDUSTRY'] },
  { key: 'collaborations', relations: ['COLLABORATES_WITH', 'SHARES_IP', 'PARTY_TO', 'MEMBER_OF', 'COORDINATES_WITH'] },
  { key: 'resources', relations: ['OWNS', 'OFFERS', 'OPEN_TO', 'OPERATED_BY'] },
  { key: 'people', relations: ['APPOINTED_AT', 'IN_TEAM', 'SITS_ON', 'GOVERNS'] },
  { key: 'projects', relations: ['PARTICIPATES_IN', 'LEADS', 'BUILDS', 'FUNDED_BY', 'FUNDS', 'INVESTS_IN', 'HOLDS_EQUITY', 'SUPPORTS'] },
  { key: 'structure', relations: ['PART_OF', 'HOSTED_BY', 'LOCATED_IN', 'SPUN_OFF_FROM', 'INCUBATES', 'CONVERTED_TO', 'CANDIDATE_FOR', 'OFFSHORE_OF'] },
  { key: 'needs', relations: ['POSES', 'ANSWERS', 'SERVES', 'SUPPLIES_TO', 'CALLS_FOR'] },
]

/** Sorts the relations of a record into sections; what belongs to none stands in the last, "other". */
export function sections(held: Schemas['RelationCount'][]): Section[] {
  const count = (names: string[]) => held.filter((one) => names.includes(one.relation)).reduce((sum, one) => sum + one.count, 0)
  const placed = new Set(order.flatMap((one) => one.relations))
  const rest = { key: 'other', relations: [...new Set(held.map((one) => one.relation).filter((one) => !placed.has(one)))] }
  return [...order, rest]
    .map((one) => ({ key: one.key, relations: one.relations.filter((name) => count([name]) > 0), count: count(one.relations) }))
    .filter((one) => one.count > 0)
}
