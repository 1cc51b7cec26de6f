import { computed, ref, watch, type ComputedRef } from 'vue'
import type { Place } from '@/use/growing'
import { useRequest, type Reply, type Request } from '@/use/request'

/** A part of a long list, as the service gives it. */
interface Part {
  items: unknown[]
  total: number
  next?: string
}

export interface Pages<T> extends Request<T> {
  size: number
  /** Number of the page, from 1. */
  page: ComputedRef<number>
  forward: (next: string) => void
  back: () => void
}

/** A list that is shown page by page, size to a page; it begins again when what is listed changes. */
export function usePages<Q, T extends Part>(size: number, listed: () => Q, ask: (listed: Q, query: Place, signal: AbortSignal) => Promise<Reply<T>>): Pages<T> {
  const cursors = ref<string[]>([])
  watch(() => JSON.stringify(listed()), () => (cursors.value = []))
  const request = useRequest(
    () => {
      const cursor = cursors.value.at(-1)
      return { listed: listed(), query: { limit: size, ...(cursor && { cursor }) } }
    },
    (asked, signal) => ask(asked.listed, asked.query, signal),
  )
  return {
    ...request,
    size,
    page: computed(() => cursors.value.length + 1),
    forward: (next) => (cursors.value = [...cursors.value, next]),
    back: () => (cursors.value = cursors.value.slice(0, -1)),
  }
}
