import type { Schemas } from './client'

type Item = Schemas['ProblemItem']

/** What went wrong, ready to be shown by ErrorState. */
export interface Problem {
  /** The stable code of RFC 9457 answers; else offline, timeout or unreadable. */
  code: string
  /** HTTP status; 0 when there was no answer. */
  status: number
  /** In the asked language when the service said it, else ''. */
  title: string
  detail: string
  requestId: string
  /** Seconds after which to try again; 0 when nothing was said. */
  retryAfter: number
  items: Item[]
}

const none: Problem = { code: 'unreadable', status: 0, title: '', detail: '', requestId: '', retryAfter: 0, items: [] }

/** Reads what an answer with an error holds (application/problem+json, or anything else a proxy may send). */
export function problemOf(body: unknown, response: Response): Problem {
  const said = (typeof body === 'object' && body !== null ? body : {}) as Partial<Schemas['Problem']>
  return {
    code: said.code ?? (response.status === 504 ? 'timeout' : 'unreadable'),
    status: response.status,
    title: said.title ?? '',
    detail: said.detail ?? '',
    requestId: said.request_id ?? response.headers.get('X-Request-Id') ?? '',
    retryAfter: Number(response.headers.get('Retry-After') ?? 0) || 0,
    items: Array.isArray(said.errors) ? said.errors : [],
  }
}

/** Reads what a request that got no answer ended with. */
export function problemOfFailure(failure: unknown): Problem {
  if (failure instanceof DOMException && failure.name === 'TimeoutError') return { ...none, code: 'timeout' }
  if (failure instanceof TypeError) return { ...none, code: 'offline' }
  return { ...none }
}
