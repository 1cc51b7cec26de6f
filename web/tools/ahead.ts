import type { Plugin, Rolldown } from 'vite'

type Chunk = Rolldown.OutputChunk & { viteMetadata?: { importedCss: Set<string> } }

/** Lets index.html name the files that its first script will ask for, so that they are fetched beside it. */
export function ahead(wanted: string): Plugin {
  return {
    name: 'ahead',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((one): one is Chunk => one.type === 'chunk')
        const found = new Set<Chunk>()
        const follow = (chunk?: Chunk) => {
          if (!chunk || found.has(chunk)) return
          found.add(chunk)
          for (const name of chunk.imports) follow(chunks.find((one) => one.fileName === name))
        }
        follow(chunks.find((one) => one.facadeModuleId?.endsWith(wanted)))
        const files = [...found].filter((one) => !one.isEntry)
        const links = [
          ...files.map((one) => ({ rel: 'modulepreload', href: `/${one.fileName}` })),
          ...files.flatMap((one) => [...(one.viteMetadata?.importedCss ?? [])]).map((name) => ({ rel: 'stylesheet', href: `/${name}` })),
        ]
        return links.filter((one) => !html.includes(one.href)).map((attrs) => ({ tag: 'link', attrs: { ...attrs, crossorigin: true }, injectTo: 'head' }))
      },
    },
  }
}
