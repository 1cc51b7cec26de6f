import type { Schemas } from '@/api/client'

export type Need = Schemas['Need']

/** The parts of a need that stand as lists. */
export type ListPart = 'capabilities' | 'terms' | 'figures' | 'places' | 'modes' | 'stages' | 'groups' | 'kinds' | 'fields' | 'disciplines'
/** Every part that is shown as chips and may be corrected. */
export type Part = ListPart | 'budget' | 'needed_by'
/** One thing that was understood. */
export type Item<P extends ListPart = ListPart> = NonNullable<Need[P]>[number]

export interface Chip {
  part: Part
  /** Where it stands in the list of its part. */
  index: number
  item: object
  /** The words of the sentence it was read from. */
  words: string[]
  /** It carries little: shown on demand. */
  minor: boolean
}

/** In the order in which they are shown. */
const parts: Part[] = ['capabilities', 'terms', 'figures', 'places', 'modes', 'stages', 'budget', 'needed_by', 'groups', 'kinds', 'fields', 'disciplines']
/** What follows from the rest and is shown on demand. */
const implied = new Set<Part>(['groups', 'kinds', 'fields', 'disciplines'])
/** A capability below this share is shown on demand, and so is what was read with less than this confidence. */
const leastShare = 0.09
const leastConfidence = 0.35

type Read = { spans?: Schemas['Span'][]; words?: string[]; weight?: number; confidence?: number; own?: boolean }

/** What was understood, chip by chip. */
export function chips(need: Need): Chip[] {
  return parts.flatMap((part) => {
    const value = need[part]
    const items: unknown[] = value === undefined ? [] : Array.isArray(value) ? value : [value]
    return items.map((item, index) => {
      const read = item as Read
      const weak = part === 'capabilities' ? (read.weight ?? 1) < leastShare : (read.confidence ?? 1) < leastConfidence
      return {
        part, index, item: item as object,
        words: [...new Set([...(read.spans ?? []).map((span) => span.text), ...(read.words ?? [])])],
        minor: implied.has(part) || weak,
      }
    })
  })
}

const round = (value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : undefined)

/** An item as it goes into the address: names that the service knows are left out, shares rounded. */
function slim(part: ListPart, item: object): object {
  const kept: Record<string, unknown> = { ...item }
  if (part === 'capabilities' || part === 'places') {
    delete kept.name
    delete kept.name_en
  }
  for (const key of ['weight', 'confidence']) if (key in kept) kept[key] = round(kept[key])
  return kept
}

/**
 * States a list in place of what was read. The rest of the reading stands: the service puts what is
 * stated over what it reads, part by part. Disciplines follow the capabilities as soon as those are
 * corrected, unless they were corrected themselves.
 */
export function stateList(stated: Need | undefined, part: ListPart, items: object[]): Need {
  const next = { ...stated, [part]: items.map((item) => slim(part, item)) } as Need
  if (part === 'capabilities' && !stated?.disciplines?.length) next.disciplines = []
  return next
}

/** States a budget or a deadline; without a value, that there is none. */
export function stateOne(stated: Need | undefined, part: 'budget' | 'needed_by', value?: object): Need {
  return { ...stated, [part]: value ?? (part === 'budget' ? {} : { date: '' }) } as Need
}

/** The need without one chip. read is the need as it is understood now. */
export function without(read: Need, stated: Need | undefined, chip: Pick<Chip, 'part' | 'index'>): Need {
  if (chip.part === 'budget' || chip.part === 'needed_by') return stateOne(stated, chip.part)
  const list: object[] = read[chip.part] ?? []
  return stateList(stated, chip.part, list.filter((_, i) => i !== chip.index))
}

/** The need with one more item, or with another in the place of one. */
export function withItem(read: Need, stated: Need | undefined, part: Part, item: object, index?: number): Need {
  if (part === 'budget' || part === 'needed_by') return stateOne(stated, part, item)
  const list: object[] = [...(read[part] ?? [])]
  if (index === undefined) list.push(item)
  else list[index] = item
  return stateList(stated, part, list)
}
