import { baseCompile } from '@intlify/message-compiler'
import type { Plugin } from 'vite'

/** What marks a message that has to be compiled: a value, a plural, a link to another message. */
const marked = /[{}@|]/

/** Compiles the marked texts of a language file; plain ones stay as they are. */
export function compiled(value: unknown, where: string): unknown {
  if (Array.isArray(value)) return value.map((part, i) => compiled(part, `${where}.${i}`))
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, compiled(part, `${where}.${key}`)]))
  }
  if (typeof value !== 'string') throw new Error(`${where} is not a text`)
  if (!marked.test(value)) return value
  return baseCompile(value, {
    jit: true,
    minify: true,
    onError: (error) => {
      throw new Error(`${where}: ${error.message}`)
    },
  }).ast
}

/** Compiles the language files while building, so that pages need no compiler. */
export function messages(): Plugin {
  return {
    name: 'messages',
    enforce: 'pre',
    transform(source, id) {
      const file = /\/src\/locales\/([^?]+\.json)/.exec(id)?.[1]
      if (file === undefined) return null
      return { code: JSON.stringify(compiled(JSON.parse(source), file)), map: null }
    },
  }
}
