import { useI18n } from 'vue-i18n'
import type { Schemas } from '@/api/client'
import { language } from '@/i18n'
import { useFormat } from '@/use/format'
import type { Chip, Part } from './need'
import { useVocabulary } from '@/use/vocabulary'

interface Named { id?: string; code?: string; name?: string; name_en?: string }

/** Vocabularies of the kinds of body whose type a need may name. */
const typeOf: Record<string, string> = {
  platform: 'platform_type', facility: 'facility_type', equipment: 'equipment_type', institute: 'institute_type', rd_unit: 'rd_unit_type', zone: 'zone_type',
}

/** Words what was understood. */
export function useNeedWords() {
  const { t } = useI18n()
  const { number, name, date } = useFormat()
  const words = useVocabulary()

  const named = (item: Named) => (item.name ? name({ name: item.name, name_en: item.name_en }) : (item.id ?? item.code ?? ''))

  function place(item: Schemas['NeedPlace']): string {
    const where = named(item)
    if (item.radius_km) return t('answer.place.around', { place: where, km: number(item.radius_km) })
    return item.required ? t('answer.place.only', { place: where }) : where
  }

  function figure(item: Schemas['NeedFigure']): string {
    const quantity = item.quantity ? `${item.quantity} ` : ''
    const unit = item.unit ? ` ${item.unit}` : ''
    if (item.op === 'range') {
      const value = item.max !== undefined && item.value === -item.max ? `±${number(item.max)}` : t('parts.range', { from: number(item.value), to: number(item.max ?? item.value) })
      return `${quantity}${value}${unit}`
    }
    const sign = { '=': '', '<': '< ', '<=': '≤ ', '>': '> ', '>=': '≥ ', '~': '≈ ' }[item.op]
    return `${quantity}${sign}${number(item.value)}${unit}`
  }

  function budget(item: Schemas['NeedBudget']): string {
    const { min_wan: min, max_wan: max } = item
    if (min && max) return t('answer.budget.between', { min: number(min), max: number(max) })
    return max ? t('answer.budget.most', { max: number(max) }) : t('answer.budget.least', { min: number(min ?? 0) })
  }

  function label(chip: Pick<Chip, 'part' | 'item'>): string {
    const { part, item } = chip
    switch (part) {
      case 'terms': {
        const term = item as Schemas['NeedTerm']
        return language() === 'en' && term.text_en ? term.text_en : term.text
      }
      case 'figures':
        return figure(item as Schemas['NeedFigure'])
      case 'places':
        return place(item as Schemas['NeedPlace'])
      case 'budget':
        return budget(item as Schemas['NeedBudget'])
      case 'needed_by':
        return t('answer.by', { date: date((item as Schemas['NeedDeadline']).date) })
      case 'modes':
        return words.term('collaboration_mode', (item as Schemas['NeedCode']).code)
      case 'stages':
        return words.term('stage', (item as Schemas['NeedCode']).code)
      case 'groups':
        return t(`parts.group.${(item as Schemas['NeedGroup']).code}`)
      case 'kinds': {
        const { kind, type } = item as Schemas['NeedKind']
        return type && typeOf[kind] ? words.term(typeOf[kind], type) : words.kind(kind)
      }
      case 'fields': {
        const { code } = item as Schemas['NeedField']
        return (fields as readonly string[]).includes(code) ? t(`answer.field.${code}`) : named(item as Named)
      }
      default:
        return named(item as Named)
    }
  }

  /** The word for the part a chip is of; a term says what sort of word it is. */
  function category(part: Part, item: object): string {
    if (part === 'terms') return sort((item as Schemas['NeedTerm']).sort)
    if (part === 'places' && (item as Schemas['NeedPlace']).own) return t('answer.part.own')
    return t(`answer.part.${part}`)
  }

  /** The word for a sort of term. */
  function sort(code: string | undefined): string {
    return code && (sorts as readonly string[]).includes(code) ? t(`answer.term.${code}`) : t('answer.part.terms')
  }
  return { label, category, sort, named, vocabulary: words }
}

/** The six fields of technology. */
export const fields = ['information', 'biomedicine', 'manufacturing', 'energy_environment', 'materials', 'frontier'] as const

/** Sorts of terms that the lexicon knows. */
export const sorts = ['material', 'part', 'product', 'process', 'technique', 'defect', 'test', 'machine', 'chemical', 'phenomenon', 'software', 'organism', 'industry', 'disease', 'equipment'] as const
