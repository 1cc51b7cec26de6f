import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { Problem } from '@/api/problem'
import { i18n } from '@/i18n'
import { useRequest, type Reply, type Request } from './request'

/** What is asked of a list: how many, and from where on. */
export interface Place {
  limit: number
  cursor?: string
}

export interface Growing<T, I> extends Request<T> {
  /** What was read of the list so far. */
  items: ComputedRef<I[]>
  /** Whether there is more to read. */
  unread: ComputedRef<boolean>
  /** Reads the next part. */
  more: () => void
  growing: Ref<boolean>
  /** Why the next part could not be read; what was read stays. */
  failed: Ref<Problem | undefined>
}

/**
 * A list that is read part by part and grows: first entries at once, then up to later at a
 * time. It begins again when what it asks about or the language changes.
 */
export function useGrowing<Q, T extends { next?: string }, I>(source: () => Q, sizes: { first: number; later: number }, ask: (question: Q, place: Place, signal: AbortSignal) => Promise<Reply<T>>, items: (part: T) => I[]): Growing<T, I> {
  const parts = shallowRef<T[]>([])
  const cursor = ref<string>()
  const begin = () => {
    parts.value = []
    cursor.value = undefined
  }
  watch([() => JSON.stringify(source()), () => i18n.global.locale.value], begin)
  const first = useRequest(source, (question, signal) => ask(question as Q, { limit: sizes.first }, signal))
  watch(first.data, begin)
  const later = useRequest(
    () => (cursor.value ? { question: source(), place: { limit: sizes.later, cursor: cursor.value } } : undefined),
    ({ question, place }, signal) => ask(question, place, signal),
  )
  watch(later.data, (part) => part && (parts.value = [...parts.value, part]))
  const next = computed(() => (parts.value.at(-1) ?? first.data.value)?.next)
  return {
    ...first,
    items: computed(() => [...(first.data.value ? [first.data.value] : []), ...parts.value].flatMap(items)),
    unread: computed(() => Boolean(next.value)),
    more: () => (cursor.value === next.value ? void later.again() : (cursor.value = next.value)),
    growing: later.busy,
    failed: later.problem,
  }
}
