import type { JmapClient } from '../jmap/client.ts'
import { MethodRefused } from '../jmap/problems.ts'
import type { Id, SetAnswer } from '../jmap/types.ts'
import { addressesOf, type Card, nameOf } from './cards.ts'

/** What makes two cards look like one person: an address or a name that both have, however it is written. */
function marks(card: Card): string[] {
  const name = nameOf(card).normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().split(/[\s,.]+/).filter(Boolean).sort().join(' ')
  return [...addressesOf(card).map(it => it.email.trim().toLowerCase()), ...(name.includes(' ') ? [name] : [])].filter(Boolean)
}

/** Cards that are likely one person, in groups of two or more; the one that says most comes first. */
export function doubles(people: readonly Card[]): Card[][] {
  const groupOf = new Map<string, Set<Card>>()
  for (const card of people) {
    const group = new Set([card])
    for (const mark of marks(card)) {
      for (const other of groupOf.get(mark) ?? []) group.add(other)
    }
    for (const member of group) for (const mark of marks(member)) groupOf.set(mark, group)
  }
  return [...new Set(groupOf.values())].filter(it => it.size > 1).map(group => [...group].sort((a, b) => said(b) - said(a)))
}

const said = (card: Card): number => JSON.stringify(card).length

/** Properties that are not the person's. */
const OWN = new Set(['id', 'uid', 'created', 'updated', 'addressBookIds', 'kind', 'version', '@type', 'prodId', 'members'])

/** What the first card says once it stands for all of them; nothing that any of them says is lost. */
export function merged(cards: readonly Card[]): Card {
  const [first, ...others] = cards as readonly [Card, ...Card[]]
  const all = structuredClone(first) as unknown as Record<string, unknown>
  for (const other of others) {
    for (const [name, value] of Object.entries(other)) {
      if (OWN.has(name)) continue
      if (all[name] === undefined || all[name] === null) all[name] = structuredClone(value)
      else if (isMap(all[name]) && isMap(value) && name !== 'name') all[name] = union(all[name], value)
    }
  }
  return all as unknown as Card
}

type Values = Record<string, unknown>
const isMap = (value: unknown): value is Values => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Values of both, each once; those of the second under keys that are free. */
function union(one: Values, other: Values): Values {
  const all = { ...one }
  const known = new Set(Object.values(one).map(bare))
  let count = 0
  for (const [key, value] of Object.entries(other)) {
    if (known.has(bare(value))) continue
    known.add(bare(value))
    let free = key
    while (free in all) free = `m${++count}`
    all[free] = structuredClone(value)
  }
  return all
}

/** A value by what it says, whatever else is noted with it. */
function bare(value: unknown): string {
  const [text] = isMap(value) ? ['address', 'number', 'name', 'full', 'note', 'uri'].map(key => value[key]).filter(it => typeof it === 'string') : []
  return text === undefined ? JSON.stringify(value) : String(text).trim().toLowerCase()
}

/** Makes one card of several, also in the groups that they belong to. Gives back how to undo it. */
export async function merge(client: JmapClient, cards: readonly Card[], groups: readonly Card[]): Promise<() => Promise<void>> {
  const [first, ...others] = cards as readonly [Card, ...Card[]]
  const gone = new Set(others.map(it => it.uid))
  const touched = groups.filter(it => Object.keys(it.members ?? {}).some(uid => gone.has(uid)))
  const members = ({ members: before = {} }: Card) => Object.fromEntries([...Object.keys(before).filter(uid => !gone.has(uid)), first.uid].map(uid => [uid, true]))
  await set(client, {
    update: { [first.id]: changes(first, merged(cards)), ...Object.fromEntries(touched.map(it => [it.id, { members: members(it) }])) },
    destroy: others.map(it => it.id),
  })
  return () => set(client, {
    create: Object.fromEntries(others.map((it, index) => [`c${index}`, withoutId(it)])),
    update: { [first.id]: changes(merged(cards), first), ...Object.fromEntries(touched.map(it => [it.id, { members: it.members }])) },
  })
}

/** The properties in which one card differs from another, as a patch. */
function changes(before: Card, after: Card): Values {
  const [old, next] = [before, after] as unknown as [Values, Values]
  const names = new Set([...Object.keys(old), ...Object.keys(next)])
  return Object.fromEntries([...names].filter(it => JSON.stringify(old[it]) !== JSON.stringify(next[it])).map(it => [it, next[it] ?? null]))
}

/** What the server sets itself is not told to it. */
function withoutId({ id: _, ...card }: Card): Values {
  return card
}

async function set(client: JmapClient, change: Record<string, unknown>): Promise<void> {
  const answer = await client.call<SetAnswer<{ id: Id }>>('ContactCard/set', change)
  const problem = Object.values({ ...answer.notCreated, ...answer.notUpdated, ...answer.notDestroyed })[0]
  if (problem) throw new MethodRefused('ContactCard/set', problem.type, problem.description ?? problem.properties?.join(', ') ?? problem.type)
}
