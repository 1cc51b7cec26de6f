import { shallowRef } from 'vue'
import { client, type Schemas } from '@/api/client'
import { useFormat } from './format'

const kept = shallowRef<Schemas['Schema']>()
let asked: Promise<void> | undefined

async function ask() {
  try {
    const { data } = await client.GET('/api/v1/schema')
    kept.value = data
  } catch {
    // Without it codes are shown as they are; the next page asks again.
  }
  if (!kept.value) asked = undefined
}

/** The words of kinds, relations and vocabularies, which the service gives in both languages. */
export function useVocabulary() {
  asked ??= ask()
  const { both } = useFormat()
  const find = <T extends { name: string }>(list: T[] | undefined, name: string) => list?.find((one) => one.name === name)
  return {
    schema: kept,
    terms: (vocabulary: string) => (kept.value?.vocabularies[vocabulary]?.terms ?? []).map((one) => ({ code: one.code, label: both(one) })),
    term(vocabulary: string, code: string) {
      const found = kept.value?.vocabularies[vocabulary]?.terms.find((one) => one.code === code)
      return found ? both(found) : code
    },
    kind(name: string) {
      const found = find(kept.value?.kinds, name)
      return found ? both(found) : name
    },
    relation(name: string) {
      const found = find(kept.value?.relations, name)
      return found ? both(found) : name
    },
    /** The word for a property of a kind or relation, and its value in words. */
    property(of: string, name: string, value?: unknown): { label: string; value: string } {
      const list = find(kept.value?.relations, of)?.properties ?? find(kept.value?.kinds, of)?.properties
      const found = find(list ?? undefined, name) ?? find(kept.value?.common, name)
      const vocabulary = kept.value?.vocabularies[found?.vocabulary ?? '']
      const word = (one: unknown) => {
        const term = vocabulary?.terms.find((each) => each.code === one)
        return term ? both(term) : String(one)
      }
      return { label: found ? both(found) : name, value: (Array.isArray(value) ? value : [value]).map(word).join(' · ') + (found?.unit ? ` ${found.unit}` : '') }
    },
  }
}
