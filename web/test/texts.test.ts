// Both languages are complete, every key is used, and texts stand in the language files alone.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { baseCompile } from '@intlify/message-compiler'
import { describe, expect, test } from 'vitest'

const src = fileURLToPath(new URL('../src/', import.meta.url))
const languages = ['zh-CN', 'en']
const read = (name: string) => readFileSync(src + name, 'utf8')

/** The texts of a file by key. A list counts as one key; its texts are compared by number. */
function flat(value: unknown, key: string, into: Map<string, string[]>) {
  if (typeof value === 'string') into.set(key, [value])
  else if (Array.isArray(value)) into.set(key, value)
  else for (const [name, part] of Object.entries(value as object)) flat(part, key === '' ? name : `${key}.${name}`, into)
}

function texts(language: string): Map<string, string[]> {
  const all = new Map<string, string[]>()
  for (const file of readdirSync(`${src}locales/${language}`)) flat(JSON.parse(read(`locales/${language}/${file}`)), file.replace(/\.json$/, ''), all)
  return all
}

const zh = texts('zh-CN')
const en = texts('en')
const sources = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(vue|ts)$/.test(name) && !name.endsWith('.test.ts') && name !== 'api/schema.ts')

/** The names of the values a text asks for. */
const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort()

/** What of a source could be a key: strings, and templates up to their first value. */
function mentioned(source: string): { keys: Set<string>; beginnings: string[] } {
  const keys = new Set([...source.matchAll(/['"`]([a-z][\w-]*(?:\.[\w-]+)+)['"`]/g)].map((found) => found[1] ?? ''))
  const beginnings = [...source.matchAll(/`([a-z][\w-]*\.(?:[\w-]+\.)*[\w-]*)\$\{/g)].map((found) => found[1] ?? '')
  return { keys, beginnings }
}

describe('language files', () => {
  test('are the same for every language', () => {
    expect(readdirSync(`${src}locales`).sort()).toEqual([...languages].sort())
    expect(readdirSync(`${src}locales/en`)).toEqual(readdirSync(`${src}locales/zh-CN`))
  })
  test('hold the same keys with the same values', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort())
    for (const [key, own] of zh) {
      const other = en.get(key) ?? []
      expect(other.length, key).toBe(own.length)
      own.forEach((text, i) => expect([...new Set(values(other[i] ?? ''))], key).toEqual([...new Set(values(text))]))
    }
  })
  test('hold no empty text and none that cannot be compiled', () => {
    for (const [key, all] of [...zh, ...en]) {
      for (const text of all) {
        expect(text.trim(), key).not.toBe('')
        baseCompile(text, { onError: (error) => expect.fail(`${key}: ${error.message}`) })
      }
    }
  })
  test('say English in English', () => {
    const chinese = [...en].filter(([key, all]) => key !== 'app.language.zh-CN' && all.some((text) => /\p{Script=Han}/u.test(text)))
    expect(chinese).toEqual([])
  })
})

describe('keys', () => {
  const found = sources.map((name) => ({ name, ...mentioned(read(name)) }))
  const areas = new Set([...zh.keys()].map((key) => key.split('.')[0]))
  const groups = new Set([...zh.keys()].flatMap((key) => key.split('.').map((_, i, parts) => parts.slice(0, i + 1).join('.'))))

  test('that are asked for exist', () => {
    const missing = found.flatMap(({ name }) => {
      const source = read(name)
      const asked = [...source.matchAll(/(?:\$?\bt[cem]?|\btm)\(\s*(?:'([^']+)'|`([^`$]+)`)/g)].map((one) => one[1] ?? one[2] ?? '')
      return asked.filter((key) => areas.has(key.split('.')[0] ?? '') ? !groups.has(key) : !key.includes('${')).map((key) => `${name}: ${key}`)
    })
    expect(missing).toEqual([])
  })
  test('that are put together begin like some', () => {
    const bare = found.flatMap(({ name, beginnings }) => beginnings.filter((start) => areas.has(start.split('.')[0]) && ![...zh.keys()].some((key) => key.startsWith(start))).map((start) => `${name}: ${start}`))
    expect(bare).toEqual([])
  })
  test('are all used', () => {
    const keys = new Set(found.flatMap((one) => [...one.keys]))
    const beginnings = found.flatMap((one) => one.beginnings)
    expect([...zh.keys()].filter((key) => !keys.has(key) && !beginnings.some((start) => key.startsWith(start)))).toEqual([])
  })
})

test('no Chinese text stands outside the language files', () => {
  const han = /[\p{Script=Han}，。；：？！（）“”、]/u
  const found = sources.filter((name) => han.test(read(name)))
  expect(found).toEqual([])
})

test('pages have no styles and no code written into elements', () => {
  const inline = /\sstyle="|\son[a-z]+="|v-html|javascript:/
  expect(sources.filter((name) => name.endsWith('.vue') && inline.test(read(name).replaceAll(/<script[\s\S]*?<\/script>/g, '').replaceAll(':style="', '')))).toEqual([])
})
