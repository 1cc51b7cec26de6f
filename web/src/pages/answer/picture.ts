import type { PictureEdge, PictureNode } from '@/parts/NetworkPicture.vue'
import type { Hit } from './hits'

/** How the picture words what it shows. */
export interface Wording {
  /** The need in the middle. */
  need: string
  needKind: string
  name: (record: { name: string; name_en?: string }) => string
  relation: (name: string) => string
  /** The word for what a piece of evidence is, of its relation. */
  evidence: (relation: string | undefined) => string
}

/** The id of the need, which is no record. */
export const needID = 'need'

/** How many candidates are drawn at first, and how many pieces of evidence for each of them on average. */
export const drawnFirst = 10
const evidencePerHit = 1.5

/** The ids of the evidence that adds most over all hits. */
function weightiest(hits: Hit[]): Set<string> {
  const sums = new Map<string, number>()
  const own = new Set(hits.map((hit) => hit.id))
  for (const addend of hits.flatMap((hit) => hit.addends)) {
    for (const one of addend.value > 0 ? addend.evidence : []) if (!own.has(one.node)) sums.set(one.node, (sums.get(one.node) ?? 0) + addend.value * one.share)
  }
  const kept = [...sums].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).slice(0, Math.ceil(hits.length * evidencePerHit))
  return new Set(kept.map(([id]) => id))
}

/**
 * The need in the middle, the evidence about it, the candidates outside. An edge leads from a
 * candidate to its evidence and from there to the need. The evidence that adds most is drawn; a
 * candidate without any of it leads straight to the need.
 */
export function picture(hits: Hit[], wording: Wording): { nodes: PictureNode[]; edges: PictureEdge[] } {
  const nodes = new Map<string, PictureNode>()
  const edges = new Map<string, PictureEdge>()
  const link = (edge: PictureEdge) => edges.set(`${edge.from} ${edge.label} ${edge.to}`, edge)
  nodes.set(needID, { id: needID, name: wording.need, kind: wording.needKind, ring: 0, bare: true })
  const kept = weightiest(hits)
  const linked = new Set<string>()
  for (const hit of hits) {
    nodes.set(hit.id, { id: hit.id, name: wording.name(hit), kind: hit.kind_label, group: hit.group, ring: 2, synthetic: hit.synthetic })
    for (const addend of hit.addends.filter((one) => one.value > 0)) {
      for (const one of addend.evidence) {
        if (one.node === hit.id || (!kept.has(one.node) && !nodes.has(one.node))) continue
        linked.add(hit.id)
        const found = nodes.get(one.node)
        if (!found) nodes.set(one.node, { id: one.node, name: wording.name(one), kind: wording.evidence(one.relation), ring: 1, synthetic: one.synthetic && !one.node.startsWith('cap:') && !one.node.startsWith('disc:') })
        link({ from: hit.id, to: one.node, label: one.relation ? wording.relation(one.relation) : addend.label, synthetic: one.synthetic })
        if (found?.ring !== 2) link({ from: one.node, to: needID, label: addend.label })
      }
    }
  }
  for (const hit of hits) {
    const greatest = hit.addends[0]
    if (!linked.has(hit.id) && greatest) link({ from: hit.id, to: needID, label: greatest.label, synthetic: hit.synthetic })
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] }
}
