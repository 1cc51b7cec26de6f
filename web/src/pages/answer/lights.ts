import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import type { Schemas } from '@/api/client'

/** What is lit while a reader looks at an addend: its words in the need, its evidence in the picture. */
export interface Light {
  hit: string
  signal: string
  words: string[]
  nodes: string[]
}

const key: InjectionKey<Ref<Light | undefined>> = Symbol('light')

export function provideLight(): Ref<Light | undefined> {
  const light = ref<Light>()
  provide(key, light)
  return light
}

/** Lights an addend of a hit, or nothing. */
export function useLight() {
  const light = inject(key, () => ref<Light>(), true)
  const shine = (hit?: Schemas['Hit'], signal?: string) => {
    const addend = hit?.addends.find((one) => one.signal === signal)
    light.value = hit && addend ? {
      hit: hit.id,
      signal: addend.signal,
      words: [...new Set(addend.evidence.flatMap((one) => one.words ?? []))],
      nodes: [hit.id, ...addend.evidence.map((one) => one.node)],
    } : undefined
  }
  return { light, shine }
}

/** A text cut into pieces, those of the words marked. Letters are compared without case. */
export function marked(text: string, words: { word: string; mark: string }[]): { text: string; mark: string }[] {
  const folded = text.toLowerCase()
  const marks: string[] = Array(text.length).fill('')
  if (folded.length === text.length) {
    for (const { word, mark } of words) {
      const wanted = word.toLowerCase()
      if (wanted === '') continue
      for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + wanted.length)) marks.fill(mark, at, at + wanted.length)
    }
  }
  const pieces: { text: string; mark: string }[] = []
  for (let i = 0; i < text.length; i++) {
    const last = pieces.at(-1)
    if (last && last.mark === marks[i]) last.text += text[i]
    else pieces.push({ text: text[i] ?? '', mark: marks[i] ?? '' })
  }
  return pieces
}
