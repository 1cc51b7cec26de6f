import { computed } from 'vue'
import { i18n, language } from '@/i18n'

/** Labels come as they stand inside a sentence; at the beginning of one they take a capital. */
export const begin = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Words numbers, dates and shares in the language of the page. */
export function useFormat() {
  const number = computed(() => new Intl.NumberFormat(language()))
  const score = computed(() => new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 2 }))
  const tenths = computed(() => new Intl.NumberFormat(language(), { minimumFractionDigits: 1, maximumFractionDigits: 1 }))
  const percent = computed(() => new Intl.NumberFormat(language(), { style: 'percent', maximumFractionDigits: 0 }))
  const moment = computed(() => new Intl.DateTimeFormat(language(), { dateStyle: 'medium', timeStyle: 'short' }))
  const several = computed(() => new Intl.ListFormat(language(), { type: 'conjunction', style: 'narrow' }))
  return {
    /** 1234 as 1,234. */
    number: (value: number) => number.value.format(value),
    /** A score or addend with two decimals. */
    score: (value: number) => score.value.format(value),
    /** A figure with one decimal, so that a column of them lines up. */
    tenths: (value: number) => tenths.value.format(value),
    /** 0.25 as 25%. */
    percent: (value: number) => percent.value.format(value),
    /** A distance in kilometres, without false precision. */
    distance: (km: number) => i18n.global.t('parts.km', { km: number.value.format(km < 10 ? Math.round(km * 10) / 10 : Math.round(km)) }),
    /** A partial date (2024, 2024-03, 2024-03-05) as it is recorded; '' for none. Partial dates keep their precision. */
    date: (value: string | undefined) => value ?? '',
    /** From one partial date to another, since or until one where the other is not recorded; '' for none. */
    range: (from: string | undefined, to: string | undefined) => (from && to ? i18n.global.t('parts.range', { from, to }) : from ? i18n.global.t('parts.since', { from }) : to ? i18n.global.t('parts.until', { to }) : ''),
    /** A moment (RFC 3339) in local time. */
    moment: (value: string) => moment.value.format(new Date(value)),
    /** The name of a record in the language of the page, Chinese where it has no English one. */
    name: (record: { name: string; name_en?: string }) => (language() === 'en' && record.name_en ? record.name_en : record.name),
    /** Several words in a row. */
    list: (words: string[]) => several.value.format(words),
    /** A text that is given in both languages. */
    both: (text: { zh: string; en: string }) => (language() === 'en' ? text.en : text.zh),
  }
}
