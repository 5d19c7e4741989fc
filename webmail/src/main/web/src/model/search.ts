import type { Condition, Filter, Id } from '../jmap/types.ts'

/** One word of a search: `from:ann`, `"a phrase"`, `-is:unread`. */
export interface Term {
  kind: 'term'
  /** An operator that is known, or `text`. */
  field: Field
  value: string
  not: boolean
  /** Where it stands in what was typed. */
  from: number
  to: number
}

export type Node = Term | { kind: 'and' | 'or'; nodes: Node[] } | { kind: 'not'; node: Node }

export const FIELDS = [
  'text', 'from', 'to', 'cc', 'bcc', 'subject', 'body', 'has', 'filename', 'larger', 'smaller', 'before', 'after',
  'older_than', 'newer_than', 'in', 'label', 'is', 'list', 'rfc822msgid',
] as const
export type Field = (typeof FIELDS)[number]

/** What a search needs to know of the account. */
export interface Surroundings {
  now: Date
  /** A mailbox by role, name or path. */
  mailbox(name: string): Id | undefined
  /** Mailboxes that a search leaves out unless it names one: deleted and spam. */
  hidden: readonly Id[]
}

interface Token {
  type: 'word' | '(' | ')' | 'or' | '-'
  field: Field
  value: string
  from: number
  to: number
}

/** Reads what was typed. Nothing is an error: what makes no sense as an operator is a text to look for. */
export function parse(typed: string): Node {
  const tokens = tokenize(typed)
  let next = 0

  const any = (): Node => {
    const nodes = [all()]
    while (tokens[next]?.type === 'or') {
      next++
      nodes.push(all())
    }
    return join('or', nodes.filter(it => !isEmpty(it)))
  }
  const all = (): Node => {
    const nodes: Node[] = []
    for (let token = tokens[next]; token && token.type !== 'or' && token.type !== ')'; token = tokens[next]) {
      nodes.push(one())
    }
    return join('and', nodes.filter(it => !isEmpty(it)))
  }
  const one = (): Node => {
    const token = tokens[next++] as Token
    if (token.type === '-') {
      if (next >= tokens.length) return join('and', [])
      const node = one()
      return node.kind === 'term' ? { ...node, not: !node.not, from: token.from } : { kind: 'not', node }
    }
    if (token.type === '(') {
      const node = any()
      if (tokens[next]?.type === ')') next++
      return node
    }
    return { kind: 'term', field: token.field, value: token.value, not: false, from: token.from, to: token.to }
  }

  const nodes: Node[] = []
  while (next < tokens.length) {
    nodes.push(any())
    if (tokens[next]?.type === ')') next++ // nobody opened it
  }
  return join('and', nodes.filter(it => !isEmpty(it)))
}

function tokenize(typed: string): Token[] {
  const tokens: Token[] = []
  const word = /\s+|(-)(?=[^\s-])|([()])|(?:([a-z0-9_]+):)?(?:"([^"]*)"?|([^\s()"]+))/giy
  let previousEnds = true
  for (let found = word.exec(typed); found; found = word.exec(typed)) {
    const [whole, minus, bracket, operator = '', phrase, plain] = found
    const from = found.index
    const to = from + whole.length
    const token = (type: Token['type'], field: Field = 'text', value = '') => tokens.push({ type, field, value, from, to })
    if (minus && previousEnds) token('-')
    else if (bracket) token(bracket as '(' | ')')
    else if (whole.trim() === 'OR') token('or')
    else if (whole.trim() !== '') {
      const field = FIELDS.find(it => it === operator.toLowerCase() && it !== 'text')
      const value = phrase ?? plain ?? ''
      const unfinished = value === '' || FIELDS.some(it => it !== 'text' && value.toLowerCase() === `${it}:`)
      if (field && value !== '') token('word', field, value)
      else if (!field && !unfinished) token('word', 'text', phrase !== undefined && operator === '' ? phrase : whole.trim())
    }
    previousEnds = whole.trim() === '' || Boolean(bracket)
  }
  return tokens
}

/** The terms in the order they were typed: what is shown as chips. */
export function terms(node: Node): Term[] {
  if (node.kind === 'term') return [node]
  return node.kind === 'not' ? terms(node.node) : node.nodes.flatMap(terms)
}

/** The filter of JMAP that finds it (RFC 8621 §4.4.1). */
export function toFilter(node: Node, here: Surroundings): Filter {
  const filter = translate(node, here)
  const named = terms(node).some(term => term.field === 'in' || term.field === 'label')
  if (named || here.hidden.length === 0) return filter
  const visible: Filter = { inMailboxOtherThan: [...here.hidden] }
  return isNothing(filter) ? visible : { operator: 'AND', conditions: [filter, visible] }
}

function translate(node: Node, here: Surroundings): Filter {
  switch (node.kind) {
    case 'term': {
      const condition = conditionOf(node, here)
      return node.not ? { operator: 'NOT', conditions: [condition] } : condition
    }
    case 'not':
      return { operator: 'NOT', conditions: [translate(node.node, here)] }
    default:
      if (node.nodes.length === 0) return {}
      return { operator: node.kind === 'or' ? 'OR' : 'AND', conditions: node.nodes.map(it => translate(it, here)) }
  }
}

function conditionOf(term: Term, here: Surroundings): Filter {
  const value = term.value.toLowerCase()
  const text: Condition = { text: term.field === 'text' ? term.value : `${term.field}:${term.value}` }
  switch (term.field) {
    case 'from': case 'to': case 'cc': case 'bcc': case 'subject': case 'body':
      return { [term.field]: term.value }
    case 'has':
      return value === 'attachment' ? { hasAttachment: true } : text
    case 'filename':
      return { operator: 'AND', conditions: [{ hasAttachment: true }, { text: term.value }] }
    case 'larger':
      return sized(value, size => ({ minSize: size + 1 })) ?? text
    case 'smaller':
      return sized(value, size => ({ maxSize: size })) ?? text
    case 'before':
      return dated(value, date => ({ before: date })) ?? text
    case 'after':
      return dated(value, date => ({ after: date })) ?? text
    case 'older_than':
      return aged(value, here.now, date => ({ before: date })) ?? text
    case 'newer_than':
      return aged(value, here.now, date => ({ after: date })) ?? text
    case 'in': case 'label': {
      if (value === 'anywhere') return {}
      const mailbox = here.mailbox(term.value)
      return mailbox ? { inMailbox: mailbox } : text
    }
    case 'is':
      return state(value) ?? text
    case 'list':
      return { header: ['List-Id', term.value] }
    case 'rfc822msgid':
      return { header: ['Message-ID', term.value.replace(/^<|>$/g, '')] }
    case 'text':
      return text
  }
}

function state(value: string): Condition | undefined {
  switch (value) {
    case 'unread': return { notKeyword: '$seen' }
    case 'read': return { hasKeyword: '$seen' }
    case 'starred': return { hasKeyword: '$flagged' }
    case 'unstarred': return { notKeyword: '$flagged' }
    case 'answered': return { hasKeyword: '$answered' }
    case 'draft': return { hasKeyword: '$draft' }
    default: return undefined
  }
}

const UNITS: Record<string, number> = { '': 1, b: 1, k: 1024, kb: 1024, m: 1024 ** 2, mb: 1024 ** 2, g: 1024 ** 3, gb: 1024 ** 3 }

function sized(value: string, condition: (size: number) => Condition): Condition | undefined {
  const found = /^(\d+(?:\.\d+)?)(b|kb?|mb?|gb?|)$/.exec(value)
  return found ? condition(Math.round(Number(found[1]) * (UNITS[found[2] ?? ''] ?? 1))) : undefined
}

function dated(value: string, condition: (date: string) => Condition): Condition | undefined {
  const found = /^(\d{4})[-/](\d{1,2})(?:[-/](\d{1,2}))?$/.exec(value)
  if (!found) return undefined
  const date = new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3] ?? 1))
  return date.getMonth() === Number(found[2]) - 1 ? condition(utc(date)) : undefined
}

function aged(value: string, now: Date, condition: (date: string) => Condition): Condition | undefined {
  const found = /^(\d{1,4})([dwmy])$/.exec(value)
  if (!found) return undefined
  const count = Number(found[1])
  const date = new Date(now)
  if (found[2] === 'd') date.setDate(date.getDate() - count)
  if (found[2] === 'w') date.setDate(date.getDate() - count * 7)
  if (found[2] === 'm') date.setMonth(date.getMonth() - count)
  if (found[2] === 'y') date.setFullYear(date.getFullYear() - count)
  return condition(utc(date))
}

const utc = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z')
const isEmpty = (node: Node): boolean => (node.kind === 'and' || node.kind === 'or') && node.nodes.length === 0
const isNothing = (filter: Filter): boolean => Object.keys(filter).length === 0

function join(kind: 'and' | 'or', nodes: Node[]): Node {
  return nodes.length === 1 ? (nodes[0] as Node) : { kind, nodes }
}
