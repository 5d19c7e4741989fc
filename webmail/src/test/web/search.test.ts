import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse, type Surroundings, terms, toFilter } from '../../main/web/src/model/search.ts'

const here: Surroundings = {
  now: new Date('2026-03-31T12:00:00Z'),
  mailbox: name => ({ inbox: 'm1', work: 'm2' })[name.toLowerCase()],
  hidden: [],
}
const filter = (typed: string) => toFilter(parse(typed), here)
const and = (...conditions: unknown[]) => ({ operator: 'AND', conditions })
const or = (...conditions: unknown[]) => ({ operator: 'OR', conditions })
const not = (condition: unknown) => ({ operator: 'NOT', conditions: [condition] })

const table: [string, unknown][] = [
  ['', {}],
  ['lunch', { text: 'lunch' }],
  ['two words', and({ text: 'two' }, { text: 'words' })],
  ['"a phrase"', { text: 'a phrase' }],
  ['"never closed', { text: 'never closed' }],
  ['from:ann', { from: 'ann' }],
  ['FROM:Ann', { from: 'Ann' }],
  ['subject:"two words"', { subject: 'two words' }],
  ['from:ann to:bob', and({ from: 'ann' }, { to: 'bob' })],
  ['from:ann OR from:bob', or({ from: 'ann' }, { from: 'bob' })],
  ['or', { text: 'or' }],
  ['a (b OR c)', and({ text: 'a' }, or({ text: 'b' }, { text: 'c' }))],
  ['a b OR c', or(and({ text: 'a' }, { text: 'b' }), { text: 'c' })],
  ['-spam', not({ text: 'spam' })],
  ['-(a OR b)', not(or({ text: 'a' }, { text: 'b' }))],
  ['--a', and({ text: '--a' })['conditions'][0]],
  ['well-known', { text: 'well-known' }],
  ['-', { text: '-' }],
  ['-is:unread', not({ notKeyword: '$seen' })],
  ['is:starred', { hasKeyword: '$flagged' }],
  ['is:strange', { text: 'is:strange' }],
  ['has:attachment', { hasAttachment: true }],
  ['filename:plan.pdf', and({ hasAttachment: true }, { text: 'plan.pdf' })],
  ['larger:2M', { minSize: 2 * 1024 * 1024 + 1 }],
  ['smaller:10kb', { maxSize: 10240 }],
  ['larger:much', { text: 'larger:much' }],
  ['in:work', { inMailbox: 'm2' }],
  ['in:nowhere', { text: 'in:nowhere' }],
  ['in:anywhere', {}],
  ['list:dev.example.org', { header: ['List-Id', 'dev.example.org'] }],
  ['rfc822msgid:<a@b>', { header: ['Message-ID', 'a@b'] }],
  ['note: read', and({ text: 'note:' }, { text: 'read' })],
  ['http://example.org/x', { text: 'http://example.org/x' }],
  ['12:30', { text: '12:30' }],
  ['from:', {}],
  ['before:2026-02-30', { text: 'before:2026-02-30' }],
  ['((', {}],
  [') a', { text: 'a' }],
  ['OR OR', {}],
]

for (const [typed, expected] of table) {
  test(`reads ${JSON.stringify(typed)}`, () => assert.deepEqual(filter(typed), expected))
}

test('a day is the beginning of that day where one is', () => {
  const begin = new Date(2026, 1, 3).toISOString().replace('.000', '')
  assert.deepEqual(filter('after:2026-02-03'), { after: begin })
})

test('an age counts back from now', () => {
  assert.deepEqual(filter('newer_than:7d'), { after: new Date(new Date(here.now).setDate(24)).toISOString().replace('.000', '') })
})

test('deleted mail and spam are left out unless a mailbox is named', () => {
  const hiding = { ...here, hidden: ['m8', 'm9'] }
  assert.deepEqual(toFilter(parse('x'), hiding), and({ text: 'x' }, { inMailboxOtherThan: ['m8', 'm9'] }))
  assert.deepEqual(toFilter(parse('x in:work'), hiding), and({ text: 'x' }, { inMailbox: 'm2' }))
  assert.deepEqual(toFilter(parse(''), hiding), { inMailboxOtherThan: ['m8', 'm9'] })
})

test('terms say where they stand in what was typed', () => {
  const typed = 'lunch -from:"Ann Lee" is:unread'
  assert.deepEqual(terms(parse(typed)).map(it => typed.slice(it.from, it.to)), ['lunch', '-from:"Ann Lee"', 'is:unread'])
})

test('whatever is typed is read', () => {
  const pieces = ['from:', 'a', '"', '(', ')', '-', 'OR', ' ', ':', 'is:unread', '\\', 'é', '\n']
  let seed = 7
  const random = () => (seed = (seed * 48_271) % 2_147_483_647)
  for (let round = 0; round < 5_000; round++) {
    const typed = Array.from({ length: random() % 12 }, () => pieces[random() % pieces.length]).join('')
    assert.doesNotThrow(() => filter(typed), JSON.stringify(typed))
  }
})
