import type { Schemas } from '@/api/client'

type Node = Schemas['NodeBrief']
type Edge = Schemas['EdgeBrief']

/** A record of the tree with the relation by which it hangs there. */
export interface Branch {
  node: Node
  edge: Edge
  children: Branch[]
}

/** The parts of a centre's tree, in the order in which they are drawn. */
export const parts = ['hq', 'units', 'governance', 'builders', 'hosts', 'others'] as const
export type Part = (typeof parts)[number]

/** The relations a tree is made of. */
export const treeRelations = ['PART_OF', 'HOSTED_BY', 'BUILDS', 'GOVERNS', 'SITS_ON']

/** Sorts what belongs to a body: its headquarters, institutions, governance, builders, host and other parts, each with what belongs to it. */
export function structure(root: string, nodes: Node[], edges: Edge[]): Record<Part, Branch[]> {
  const by = new Map(nodes.map((one) => [one.id, one]))
  const order = (a: Branch, b: Branch) => (a.edge.qualifier ?? '').localeCompare(b.edge.qualifier ?? '') || a.node.id.localeCompare(b.node.id)
  const branch = (edge: Edge, id: string, children: Branch[] = []): Branch[] => {
    const node = by.get(id)
    return node ? [{ node, edge, children }] : []
  }
  const below = (id: string): Branch[] =>
    edges
      .flatMap((edge) => {
        if (edge.relation === 'HOSTED_BY' && edge.from === id && edge.to !== root) return branch(edge, edge.to)
        if (edge.relation === 'BUILDS' && edge.to === id) return branch(edge, edge.from)
        if ((edge.relation === 'PART_OF' || edge.relation === 'SITS_ON' || edge.relation === 'GOVERNS') && edge.to === id) return branch(edge, edge.from)
        return []
      })
      .sort(order)
  const found: Record<Part, Branch[]> = { hq: [], units: [], governance: [], builders: [], hosts: [], others: [] }
  for (const edge of edges) {
    if (edge.relation === 'PART_OF' && edge.to === root) {
      const unit = by.get(edge.from)?.kind === 'rd_unit' || by.get(edge.from)?.kind === 'institute'
      found[edge.qualifier === 'hq' ? 'hq' : edge.qualifier === 'unit' || unit ? 'units' : 'others'].push(...branch(edge, edge.from, below(edge.from)))
    } else if ((edge.relation === 'GOVERNS' || edge.relation === 'SITS_ON') && edge.to === root) {
      found.governance.push(...branch(edge, edge.from, below(edge.from)))
    } else if (edge.relation === 'BUILDS' && edge.to === root) {
      found.builders.push(...branch(edge, edge.from))
    } else if (edge.relation === 'HOSTED_BY' && edge.from === root) {
      found.hosts.push(...branch(edge, edge.to))
    } else if (edge.relation === 'PART_OF' && edge.from === root) {
      found.hosts.push(...branch(edge, edge.to))
    }
  }
  for (const part of parts) found[part].sort(order)
  return found
}
