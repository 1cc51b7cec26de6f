import { nextTick } from 'vue'
import { createI18n, type Composer, type I18n } from 'vue-i18n'
import { asLanguage, keptLanguage, type Language } from './languages'

type Texts = Record<string, unknown>

/** The language files, by language and area; each is fetched when it is needed. */
const files = import.meta.glob<Texts>('./locales/*/*.json', { import: 'default' })

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

/** Changes the language of the page that is shown. */
export async function setLanguage(next: Language, keep = true): Promise<void> {
  await Promise.all([...areas].map((area) => load(next, area)))
  i18n.global.locale.value = next
  document.documentElement.lang = next
  if (keep) localStorage.setItem(keptLanguage, next)
  await nextTick()
}
