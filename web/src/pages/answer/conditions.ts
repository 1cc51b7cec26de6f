import type { Schemas } from '@/api/client'
import type { Part } from './need'

/** What may be added; 'own' is where the asker is. */
export const addable = ['capabilities', 'terms', 'places', 'own', 'modes', 'stages', 'figures', 'budget', 'needed_by', 'groups', 'kinds', 'fields'] as const
export type Condition = Part | 'own'

/** A record that was looked up. */
export interface Found {
  id: string
  name: string
  name_en?: string
  /** The code of a region. */
  region?: string
}

/** How much a capability counts: its weight beside the others. */
export const importance = { high: 1, usual: 0.5, low: 0.2 } as const
export type Importance = keyof typeof importance

/** A condition as it stands in the form. */
export interface Draft {
  found?: Found
  importance: Importance
  text: string
  sort: string
  code: string
  radius: string | number
  required: boolean
  quantity: string
  op: Schemas['NeedFigure']['op']
  value: string | number
  max: string | number
  unit: string
  date: string
}

const words = (value: number | undefined) => (value === undefined ? '' : String(value))

/** A form that is empty, or holds a chip's item. */
export function draftOf(part: Condition, item?: object): Draft {
  const draft: Draft = { importance: 'usual', text: '', sort: 'material', code: '', radius: '50', required: false, quantity: '', op: '>=', value: '', max: '', unit: '', date: '' }
  if (!item) return draft
  const named = item as { id?: string; code?: string; name?: string; name_en?: string; weight?: number; type?: string; kind?: string }
  switch (part) {
    case 'capabilities': {
      const weight = named.weight ?? 1
      return { ...draft, found: { id: named.id ?? '', name: named.name ?? '', name_en: named.name_en }, importance: weight >= 0.4 ? 'high' : weight >= 0.15 ? 'usual' : 'low' }
    }
    case 'terms': {
      const term = item as Schemas['NeedTerm']
      return { ...draft, text: term.text, sort: term.sort ?? 'material' }
    }
    case 'places': {
      const place = item as Schemas['NeedPlace']
      return { ...draft, found: { id: `region:${place.code}`, name: place.name ?? place.code, name_en: place.name_en, region: place.code }, radius: words(place.radius_km ?? 0), required: place.required ?? false }
    }
    case 'figures': {
      const figure = item as Schemas['NeedFigure']
      return { ...draft, quantity: figure.quantity ?? '', op: figure.op, value: words(figure.value), max: words(figure.max), unit: figure.unit ?? '' }
    }
    case 'budget': {
      const budget = item as Schemas['NeedBudget']
      return { ...draft, value: words(budget.min_wan || undefined), max: words(budget.max_wan || undefined) }
    }
    case 'needed_by':
      return { ...draft, date: (item as Schemas['NeedDeadline']).date }
    case 'kinds':
      return { ...draft, code: named.kind ?? '' }
    default:
      return { ...draft, code: named.code ?? '' }
  }
}

/** A number; undefined for anything else. A field for numbers gives its value as one. */
function number(said: string | number): number | undefined {
  const text = String(said).trim()
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
}

/** A number of at least zero. */
function amount(said: string | number): number | undefined {
  const value = number(said)
  return value !== undefined && value >= 0 ? value : undefined
}

const partialDate = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/

/** What the form says, as an item of the need; undefined while something is missing. What was read from words is a statement now. */
export function itemOf(part: Condition, draft: Draft): object | undefined {
  const { found } = draft
  switch (part) {
    case 'capabilities':
      return found && { id: found.id, name: found.name, name_en: found.name_en, weight: importance[draft.importance] }
    case 'terms':
      return draft.text.trim() === '' ? undefined : { text: draft.text.trim(), sort: draft.sort }
    case 'own':
      return found?.region ? { code: found.region, name: found.name } : undefined
    case 'places': {
      const radius = amount(draft.radius || '0')
      return found?.region && radius !== undefined ? { code: found.region, radius_km: radius, ...(draft.required && { required: true }) } : undefined
    }
    case 'figures': {
      const value = number(draft.value)
      const max = number(draft.max)
      if (value === undefined || (draft.op === 'range' && (max === undefined || max < value))) return undefined
      return { ...(draft.quantity.trim() && { quantity: draft.quantity.trim() }), op: draft.op, value, ...(draft.op === 'range' && { max }), ...(draft.unit.trim() && { unit: draft.unit.trim() }) }
    }
    case 'budget': {
      const least = amount(draft.value)
      const most = amount(draft.max)
      if ((!least && !most) || (least && most && most < least)) return undefined
      return { ...(least && { min_wan: least }), ...(most && { max_wan: most }) }
    }
    case 'needed_by':
      return partialDate.test(draft.date.trim()) ? { date: draft.date.trim() } : undefined
    case 'kinds':
      return draft.code ? { kind: draft.code } : undefined
    default:
      return draft.code ? { code: draft.code } : undefined
  }
}
