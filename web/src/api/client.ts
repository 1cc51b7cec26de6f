import createClient, { type Middleware } from 'openapi-fetch'
import { reactive } from 'vue'
import { language } from '@/i18n'
import type { components, paths } from './schema'

export type Schemas = components['schemas']

/** What the last answers said of the service: which revision and date they were given from, and what could not take part. */
export const service = reactive({
  revision: undefined as number | undefined,
  asOf: undefined as string | undefined,
  staleSince: undefined as string | undefined,
  degraded: [] as string[],
})

const tokenKey = 'chuangmai-token'

/** The access token of this tab; '' for none. It is forgotten when the tab is closed. */
export function accessToken(): string {
  return sessionStorage.getItem(tokenKey) ?? ''
}

/** Keeps the access token for this tab; '' forgets it. */
export function setAccessToken(token: string): void {
  if (token === '') sessionStorage.removeItem(tokenKey)
  else sessionStorage.setItem(tokenKey, token)
}

const headers: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', language())
    const token = accessToken()
    if (token !== '') request.headers.set('Authorization', `Bearer ${token}`)
    return request
  },
  onResponse({ response }) {
    service.staleSince = response.headers.get('Chuangmai-Stale-Since') ?? undefined
  },
}

/** The service, typed by its document: client.GET('/api/v1/nodes/{id}', { params: { path: { id } }, signal }). */
export const client = createClient<paths>({ baseUrl: location.origin })
client.use(headers)

/** Notes what an answer says of the service, for the foot of the page. */
export function note(answer: unknown): void {
  if (typeof answer !== 'object' || answer === null) return
  const said = answer as { revision?: unknown; as_of?: unknown; degraded?: unknown }
  if (typeof said.revision === 'number') service.revision = said.revision
  if (typeof said.as_of === 'string') service.asOf = said.as_of
  service.degraded = Array.isArray(said.degraded) ? said.degraded.filter((part) => typeof part === 'string') : []
}
