import { onScopeDispose, ref, shallowRef } from 'vue'
import { client, type Schemas } from '@/api/client'
import { problemOf, problemOfFailure, type Problem } from '@/api/problem'

/** What an undo came back with, or undefined while it is under way. */
export type Undone = Schemas['Undone']
interface Answer {
  data?: Undone | Schemas['Load']
  error?: unknown
  response: Response
}

/** A record that was changed since, for which the undo stopped. */
export interface Conflict {
  id: string
  /** Empty for a node. */
  relation: string
  text: string
}

const interval = 500

/** Takes back a load or a join. Where records were changed since, nothing is undone until it is asked for again with force. */
export function useUndoing(kind: 'load' | 'join', id: () => string, finished: () => void) {
  const done = shallowRef<Undone>()
  const problem = shallowRef<Problem>()
  const conflicts = shallowRef<Conflict[]>([])
  const busy = ref(false)
  const under = new AbortController()
  onScopeDispose(() => under.abort())

  const ask = (force: boolean): Promise<Answer> => {
    const how = { params: { path: { load: id() }, query: { force } }, signal: under.signal }
    return kind === 'load' ? client.DELETE('/api/v1/loads/{load}', how) : client.DELETE('/api/v1/merges/{load}', how)
  }
  async function settled(first: Answer): Promise<Answer> {
    let reply = first
    while (reply.data && 'state' in reply.data && reply.data.state === 'undoing') {
      await new Promise((resolve) => setTimeout(resolve, interval))
      if (under.signal.aborted) return reply
      reply = await client.GET('/api/v1/loads/{load}', { params: { path: { load: id() } }, signal: under.signal })
    }
    return reply
  }
  async function undo(force = false) {
    busy.value = true
    problem.value = undefined
    try {
      const reply = await settled(await ask(force))
      if (reply.response.ok && reply.data) {
        done.value = 'state' in reply.data ? reply.data.undo : reply.data
        conflicts.value = []
        finished()
      } else {
        const said = problemOf(reply.error, reply.response)
        if (said.code === 'changed_since') conflicts.value = said.items.map((one) => ({ id: one.params?.id ?? '', relation: one.params?.relation ?? '', text: one.message }))
        else problem.value = said
      }
    } catch (failure) {
      if (!under.signal.aborted) problem.value = problemOfFailure(failure)
    }
    busy.value = false
  }
  return { done, problem, conflicts, busy, undo, leave: () => (conflicts.value = []) }
}
