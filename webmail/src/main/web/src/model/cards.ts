import type { Address, Id } from '../jmap/types.ts'

/** A person or a group, as JSContact says it (RFC 9553); what is not named here is kept as it is. */
export interface Card {
  id: Id
  uid: string
  kind?: string
  addressBookIds: Record<Id, true>
  name?: { full?: string; components?: { kind: string; value: string }[] }
  emails?: Record<string, { address: string }>
  phones?: Record<string, { number: string }>
  organizations?: Record<string, { name?: string }>
  titles?: Record<string, { name: string }>
  addresses?: Record<string, { full?: string }>
  notes?: Record<string, { note: string }>
  media?: Record<string, { kind: string; uri?: string; mediaType?: string }>
  members?: Record<string, true>
}

/** What of a card people fill in; one line for each value. */
export interface Filled {
  name: string
  organization: string
  title: string
  emails: string[]
  phones: string[]
  address: string
  note: string
  photo: string
}

export const EMPTY: Filled = { name: '', organization: '', title: '', emails: [''], phones: [''], address: '', note: '', photo: '' }

export const isGroup = (card: Card): boolean => card.kind === 'group'

export function nameOf(card: Card): string {
  const parts = (card.name?.components ?? []).filter(it => it.kind !== 'separator').map(it => it.value).join(' ')
  return card.name?.full?.trim() || parts.trim() || first(card.organizations)?.name || first(card.emails)?.address || ''
}

export function photoOf(card: Card): string | undefined {
  return Object.values(card.media ?? {}).find(it => it.kind === 'photo' && it.uri?.startsWith('data:image/'))?.uri
}

export function addressesOf(card: Card): Address[] {
  return Object.values(card.emails ?? {}).map(it => ({ name: nameOf(card) === it.address ? null : nameOf(card), email: it.address }))
}

/** Whether a card has all of the words, in whatever it says. */
export function matches(card: Card, typed: string): boolean {
  const said = [nameOf(card), ...[card.emails, card.phones, card.organizations, card.titles, card.notes].flatMap(it => Object.values(it ?? {}).flatMap(one => Object.values(one)))].join('\n').toLowerCase()
  return typed.toLowerCase().split(/\s+/).every(word => said.includes(word))
}

export function filled(card: Card): Filled {
  const list = (values: string[]) => (values.length > 0 ? values : [''])
  return {
    name: nameOf(card) === first(card.emails)?.address && !card.name ? '' : nameOf(card),
    organization: first(card.organizations)?.name ?? '',
    title: first(card.titles)?.name ?? '',
    emails: list(Object.values(card.emails ?? {}).map(it => it.address)),
    phones: list(Object.values(card.phones ?? {}).map(it => it.number)),
    address: first(card.addresses)?.full ?? '',
    note: first(card.notes)?.note ?? '',
    photo: photoOf(card) ?? '',
  }
}

/** The properties that a form changes; nothing is said of others. What a value says besides is kept. */
export function toProperties(form: Filled, before?: Card): Record<string, unknown> {
  const one = <T extends object>(map: Record<string, T> | undefined, value: string, make: (value: string) => Partial<T>) => {
    const [[key, old] = ['1', {} as T]] = Object.entries(map ?? {})
    const rest = Object.fromEntries(Object.entries(map ?? {}).slice(1))
    return nothing({ ...(value.trim() ? { [key]: { ...old, ...make(value.trim()) } } : {}), ...rest })
  }
  const many = <T extends object>(map: Record<string, T> | undefined, values: string[], property: keyof T) => {
    const olds = Object.entries(map ?? {})
    const wanted = values.map(it => it.trim()).filter(Boolean)
    return nothing(Object.fromEntries(wanted.map((value, index) => {
      const old = olds.find(([, it]) => it[property] === value) ?? olds[index]
      return [old && wanted.length <= olds.length ? old[0] : `v${index + 1}`, { ...old?.[1], [property]: value }]
    })))
  }
  const others = Object.fromEntries(Object.entries(before?.media ?? {}).filter(([, it]) => it.kind !== 'photo'))
  const changed = form.name.trim() !== (before ? nameOf(before) : '')
  return {
    ...(changed ? { name: form.name.trim() ? { '@type': 'Name', full: form.name.trim() } : null } : {}),
    emails: many(before?.emails, form.emails, 'address'),
    phones: many(before?.phones, form.phones, 'number'),
    organizations: one(before?.organizations, form.organization, name => ({ name })),
    titles: one(before?.titles, form.title, name => ({ name })),
    addresses: one(before?.addresses, form.address, full => ({ full })),
    notes: one(before?.notes, form.note, note => ({ note })),
    media: nothing({ ...others, ...(form.photo ? { photo: { '@type': 'Media', kind: 'photo', uri: form.photo } } : {}) }),
  }
}

const first = <T>(map: Record<string, T> | undefined): T | undefined => Object.values(map ?? {})[0]
const nothing = <T extends object>(map: T): T | null => (Object.keys(map).length > 0 ? map : null)
