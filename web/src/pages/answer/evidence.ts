import { inject, provide, ref, type InjectionKey, type Ref } from 'vue'
import type { Hit } from './hits'

/** What the drawer shows: one addend of a hit, or all of them. */
export interface Shown {
  hit: Hit
  signal?: string
}
const key: InjectionKey<Ref<Shown | undefined>> = Symbol('evidence')

/** Makes the drawer's contents settable from below. */
export function provideEvidence(): Ref<Shown | undefined> {
  const shown = ref<Shown>()
  provide(key, shown)
  return shown
}

/** Opens the drawer. */
export function useEvidence() {
  const shown = inject(key, () => ref<Shown>(), true)
  return (hit: Hit, signal?: string) => (shown.value = { hit, signal })
}
