import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { client, note, type Schemas } from '@/api/client'
import { problemOf, problemOfFailure, type Problem } from '@/api/problem'

export type Load = Schemas['Load']

/** How often a load under way is looked at, in milliseconds. */
const interval = 500
const moving = ['waiting', 'checking', 'writing', 'undoing']

/** Whether a load goes on by itself. */
export const underWay = (load: Load | undefined) => load !== undefined && moving.includes(load.state)

interface Answer {
  data?: Load
  error?: unknown
  response: Response
}

/** One load from its file to its receipt: it is sent, watched until it is through, stopped or undone. Nothing is lost when a step fails. */
export function useLoading(ended: () => void) {
  const load = shallowRef<Load>()
  const problem = shallowRef<Problem>()
  const sending = ref(false)
  let under = new AbortController()
  onScopeDispose(() => under.abort())

  const pause = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, interval)
      signal.addEventListener('abort', () => {
        clearTimeout(timer)
        resolve()
      })
    })
  async function take(ask: (signal: AbortSignal) => Promise<Answer>): Promise<boolean> {
    const { signal } = under
    try {
      const reply = await ask(signal)
      if (signal.aborted) return false
      if (reply.response.ok && reply.data) {
        load.value = reply.data
        problem.value = undefined
        return true
      }
      problem.value = problemOf(reply.error, reply.response)
    } catch (failure) {
      if (!signal.aborted) problem.value = problemOfFailure(failure)
    }
    return false
  }
  async function watchIt() {
    const { signal } = under
    while (underWay(load.value) && !signal.aborted) {
      const id = load.value?.id ?? ''
      await pause(signal)
      if (signal.aborted || !(await take((each) => client.GET('/api/v1/loads/{load}', { params: { path: { load: id } }, signal: each })))) return
    }
    if (load.value && load.value.revision > 0) note({ revision: load.value.revision })
    ended()
  }
  /** Sends a file: to be checked, or written too. */
  async function send(file: File, how: { dryRun: boolean; skipBad: boolean; reason: string }) {
    under.abort()
    under = new AbortController()
    problem.value = undefined
    sending.value = true
    const query = { name: file.name, dry_run: how.dryRun, skip_bad: how.skipBad, ...(how.reason && { reason: how.reason }) }
    const sent = await take((signal) =>
      client.POST('/api/v1/loads', { params: { query }, body: file as unknown as string, bodySerializer: (body) => body as unknown as Blob, headers: { 'Content-Type': 'application/x-ndjson' }, signal }),
    )
    sending.value = false
    if (sent) await watchIt()
  }
  /** Stops what is under way; what was written stays and can be undone. */
  async function stop() {
    if (sending.value || !load.value) {
      under.abort()
      sending.value = false
      return
    }
    const id = load.value.id
    await take((signal) => client.POST('/api/v1/loads/{load}/stop', { params: { path: { load: id } }, signal }))
  }
  async function undo(force: boolean) {
    const id = load.value?.id ?? ''
    if (await take((signal) => client.DELETE('/api/v1/loads/{load}', { params: { path: { load: id }, query: { force } }, signal }))) await watchIt()
  }
  return { load, problem, sending, busy: computed(() => sending.value || underWay(load.value)), send, stop, undo }
}
