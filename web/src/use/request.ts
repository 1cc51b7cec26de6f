import { onScopeDispose, ref, shallowRef, toValue, watch, type MaybeRefOrGetter, type Ref, type ShallowRef } from 'vue'
import { note } from '@/api/client'
import { problemOf, problemOfFailure, type Problem } from '@/api/problem'
import { i18n } from '@/i18n'

/** What openapi-fetch answers. */
export interface Reply<T> {
  data?: T
  error?: unknown
  response: Response
}

export interface Request<T> {
  /** The last good answer. It stays while the next is awaited and after one failed. */
  data: ShallowRef<T | undefined>
  problem: ShallowRef<Problem | undefined>
  /** A request is under way. */
  busy: Ref<boolean>
  /** One is under way for 200 ms: time to show LoadingSkeleton. */
  slow: Ref<boolean>
  /** Asks again; resolves when the answer is there. */
  again: () => Promise<void>
  /** Gives up what is under way. */
  stop: () => void
}

/** How long a request may take before the page says that it works, in milliseconds. */
export const patience = 200

/**
 * Asks whenever what it asks about changes, drops the answer to what is no longer asked, and
 * asks again when the language changes. source gives what is asked about (compared by
 * contents); undefined asks nothing and clears the answer.
 */
export function useRequest<Q, T>(source: MaybeRefOrGetter<Q | undefined>, ask: (question: Q, signal: AbortSignal) => Promise<Reply<T>>): Request<T> {
  const data = shallowRef<T>()
  const problem = shallowRef<Problem>()
  const busy = ref(false)
  const slow = ref(false)
  let under: AbortController | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const stop = () => {
    under?.abort()
    under = undefined
    clearTimeout(timer)
    busy.value = slow.value = false
  }
  const again = async () => {
    stop()
    const question = toValue(source)
    if (question === undefined) {
      data.value = problem.value = undefined
      return
    }
    const mine = (under = new AbortController())
    busy.value = true
    timer = setTimeout(() => (slow.value = true), patience)
    try {
      const reply = await ask(question, mine.signal)
      if (under !== mine) return
      if (reply.response.ok && reply.data !== undefined) {
        data.value = reply.data
        problem.value = undefined
        note(reply.data)
      } else {
        problem.value = problemOf(reply.error, reply.response)
      }
    } catch (failure) {
      if (under !== mine) return
      problem.value = problemOfFailure(failure)
    }
    stop()
  }
  watch([() => JSON.stringify(toValue(source)), () => i18n.global.locale.value], () => void again(), { immediate: true })
  onScopeDispose(stop)
  return { data, problem, busy, slow, again, stop }
}
