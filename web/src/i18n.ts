import { nextTick, ref } from 'vue'
import { createI18n, type Composer, type I18n } from 'vue-i18n'
import type { Language as ElementLanguage } from 'element-plus/es/locale'

/** The languages of the pages. */
export const languages = ['zh-CN', 'en'] as const
export type Language = (typeof languages)[number]

type Texts = Record<string, unknown>

/** The language files, by language and area; each is fetched when it is needed. */
const files = import.meta.glob<Texts>('./locales/*/*.json', { import: 'default' })

const elementFiles: Record<Language, () => Promise<{ default: ElementLanguage }>> = {
  'zh-CN': () => import('element-plus/es/locale/lang/zh-cn'),
  en: () => import('element-plus/es/locale/lang/en'),
}

const made = createI18n({
  legacy: false,
  locale: 'zh-CN',
  fallbackLocale: false,
  missingWarn: false,
  fallbackWarn: false,
  messages: {},
})

/** The texts in use. Its type says less than the library's, which follows messages that are known beforehand. */
export const i18n = made as unknown as Omit<I18n, 'global'> & { global: Composer }

/** The texts of Element Plus in the language of the pages. */
export const elementTexts = ref<ElementLanguage>()

const areas = new Set<string>(['app', 'parts'])
const loaded = new Set<string>()

async function load(language: Language, area: string): Promise<void> {
  const name = `${language}/${area}`
  const file = files[`./locales/${name}.json`]
  if (file === undefined || loaded.has(name)) return
  const texts = await file()
  loaded.add(name)
  i18n.global.mergeLocaleMessage(language, { [area]: texts })
}

/** Lets the next setLanguage fetch these areas too. */
export function wantTexts(...names: string[]): void {
  for (const name of names) areas.add(name)
}

/** Fetches the texts of an area (the name of its file) in the language in use, and in every one chosen later. */
export async function loadTexts(...names: string[]): Promise<void> {
  wantTexts(...names)
  await Promise.all(names.map((name) => load(language(), name)))
}

/** The language in use. */
export function language(): Language {
  return asLanguage(i18n.global.locale.value) ?? 'zh-CN'
}

/** The language a tag stands for; undefined when it is none of ours. */
export function asLanguage(tag: unknown): Language | undefined {
  if (typeof tag !== 'string') return undefined
  const main = tag.toLowerCase().split(/[-_]/)[0]
  return main === 'zh' ? 'zh-CN' : main === 'en' ? 'en' : undefined
}

const kept = 'chuangmai-language'

/** The language to begin with: the address, the last choice, the browser, Chinese. */
export function firstLanguage(): Language {
  const asked = asLanguage(new URLSearchParams(location.search).get('lang'))
  if (asked) return asked
  const chosen = asLanguage(localStorage.getItem(kept))
  if (chosen) return chosen
  return navigator.languages.map(asLanguage).find((one) => one !== undefined) ?? 'zh-CN'
}

/** Changes the language of the page that is shown. */
export async function setLanguage(next: Language, keep = true): Promise<void> {
  const [element] = await Promise.all([elementFiles[next](), ...[...areas].map((area) => load(next, area))])
  elementTexts.value = element.default
  i18n.global.locale.value = next
  document.documentElement.lang = next
  if (keep) localStorage.setItem(kept, next)
  await nextTick()
}
