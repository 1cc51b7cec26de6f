/** The languages of the pages. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

/** The language a tag stands for; undefined when it is none of ours. */
export function asLanguage(tag: unknown): Language | undefined {
  if (typeof tag !== 'string') return undefined
  const main = tag.toLowerCase().split(/[-_]/)[0]
  return main === 'zh' ? 'zh-CN' : main === 'en' ? 'en' : undefined
}

/** Under which name the last choice is kept. */
export const keptLanguage = 'chuangmai-language'

/** The language to begin with: the address, the last choice, the browser, Chinese. */
export function firstLanguage(): Language {
  const asked = asLanguage(new URLSearchParams(location.search).get('lang'))
  if (asked) return asked
  const chosen = asLanguage(localStorage.getItem(keptLanguage))
  if (chosen) return chosen
  return navigator.languages.map(asLanguage).find((one) => one !== undefined) ?? 'zh-CN'
}
