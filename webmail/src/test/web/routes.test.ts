import assert from 'node:assert/strict'
import { test } from 'node:test'
import { read, type Route, write } from '../../main/web/src/model/routes.ts'

const routes: Route[] = [
  { at: 'list', mailbox: 'inbox' },
  { at: 'list', mailbox: 'm/7', thread: 't 1', email: 'e1' },
  { at: 'list', mailbox: 'sent', unread: true, starred: true },
  { at: 'search', q: 'from:ann has:attachment' },
  { at: 'search', q: '"a & b" #1', thread: 't1' },
  { at: 'compose', draft: 'e9' },
  { at: 'compose', to: 'ann@example.org', subject: 'a+b & c' },
  { at: 'settings', page: 'security' },
  { at: 'source', email: 'e1' },
  { at: 'print', email: 'e1' },
]

for (const route of routes) {
  test(`comes back from ${write(route)}`, () => {
    const { pathname, search, hash } = new URL(write(route), 'https://mail.example.test')
    assert.deepEqual(read(pathname, search, hash), route)
  })
}

test('an unknown address is the inbox', () => {
  assert.deepEqual(read('/nothing/here', '', ''), { at: 'list', mailbox: 'inbox' })
})

test('a mailto address fills the fields, and a plus in it stays one', () => {
  const mailto = 'mailto:ann%40example.org,bob@example.org?cc=c@example.org&Subject=1+1%20%26%202&body=hi'
  assert.deepEqual(read('/compose', `?mailto=${encodeURIComponent(mailto)}`, ''), {
    at: 'compose', to: 'ann@example.org,bob@example.org', cc: 'c@example.org', subject: '1+1 & 2', body: 'hi',
  })
})

test('an address with a broken escape is read as it is', () => {
  assert.deepEqual(read('/mail/100%', '', ''), { at: 'list', mailbox: '100%' })
})

test('a mailbox that somebody else shares has an address of its own', () => {
  const route = read('/a/a7/mail/inbox/t1', '', '')
  assert.deepEqual(route, { at: 'list', account: 'a7', mailbox: 'inbox', thread: 't1' })
  assert.equal(write(route), '/a/a7/mail/inbox/t1')
  assert.deepEqual(read('/a', '', ''), { at: 'list', mailbox: 'inbox' })
})
