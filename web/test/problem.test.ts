import { expect, test } from 'vitest'
import { problemOf, problemOfFailure } from '../src/api/problem'

test('a problem of the service is kept whole', () => {
  const body = { type: 'urn:chuangmai:problem:x', title: '请求有误', status: 400, code: 'bad_request', request_id: 'abc', errors: [{ code: 'c', message: 'm', pointer: '/text' }] }
  const response = new Response(null, { status: 400, headers: { 'Retry-After': '3' } })
  expect(problemOf(body, response)).toEqual({ code: 'bad_request', status: 400, title: '请求有误', detail: '', requestId: 'abc', retryAfter: 3, items: body.errors })
})

test('what others send is a problem too', () => {
  const response = new Response('<html>', { status: 502, headers: { 'X-Request-Id': 'r1', 'Retry-After': 'Wed, 21 Oct 2026 07:28:00 GMT' } })
  expect(problemOf('<html>', response)).toMatchObject({ code: 'unreadable', status: 502, requestId: 'r1', retryAfter: 0, items: [] })
  expect(problemOf(undefined, new Response(null, { status: 504 })).code).toBe('timeout')
  expect(problemOfFailure(new TypeError('Failed to fetch')).code).toBe('offline')
  expect(problemOfFailure(new DOMException('', 'TimeoutError')).code).toBe('timeout')
  expect(problemOfFailure('x').code).toBe('unreadable')
})
