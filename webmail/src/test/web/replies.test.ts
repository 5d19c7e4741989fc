import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { EmailFull } from '../../main/web/src/jmap/types.ts'
import { doubts, emptyDraft, toEmail } from '../../main/web/src/model/drafts.ts'
import { forward, reply } from '../../main/web/src/model/replies.ts'

const me = { name: 'Ann', email: 'ann@example.test' }
const bob = { name: 'Bob', email: 'bob@example.org' }
const eve = { name: null, email: 'eve@example.org' }
const mail = (patch: Partial<EmailFull>): EmailFull => ({
  id: 'e1', subject: 'Lunch', from: [bob], to: [me], cc: null, bcc: null, replyTo: null, messageId: ['1@x'], inReplyTo: null, references: null, attachments: [], ...patch,
} as unknown as EmailFull)

test('an answer goes to who wrote, and to where they want it', () => {
  assert.deepEqual(reply(mail({}), false, [me]).to, [bob])
  assert.deepEqual(reply(mail({ replyTo: [eve] }), false, [me]).to, [eve])
})

test('an answer to all leaves oneself out, and nobody is there twice', () => {
  const draft = reply(mail({ to: [me, eve], cc: [{ name: 'B', email: 'BOB@example.org' }, eve] }), true, [{ name: null, email: 'Ann@Example.test' }])
  assert.deepEqual([draft.to, draft.cc], [[bob], [eve]])
})

test('an answer to what one has sent oneself goes where that went', () => {
  const draft = reply(mail({ from: [me], to: [bob], cc: [eve] }), true, [me])
  assert.deepEqual([draft.to, draft.cc], [[bob], [eve]])
})

test('a subject has one prefix, whatever languages have put before', () => {
  for (const subject of ['Lunch', 'Re: Lunch', 'AW: Re: RE[2]: Lunch', ' re : Lunch']) {
    assert.equal(reply(mail({ subject }), false, [me]).subject, 'Re: Lunch')
  }
  assert.equal(forward(mail({ subject: 'Re: Lunch' })).subject, 'Fwd: Lunch')
  assert.equal(reply(mail({ subject: null }), false, [me]).subject, 'Re: ')
})

test('an answer continues the references, or begins them with what was answered', () => {
  assert.deepEqual(reply(mail({ references: ['0@x'] }), false, [me]).references, ['0@x', '1@x'])
  assert.deepEqual(reply(mail({ inReplyTo: ['0@x'] }), false, [me]).references, ['0@x', '1@x'])
  assert.deepEqual(reply(mail({ inReplyTo: ['0@x', '9@x'] }), false, [me]).references, ['1@x'])
})

test('a picture in the text travels beside it, a file behind it', () => {
  const identity = { id: 'i1', ...me, replyTo: null, bcc: null, textSignature: '', htmlSignature: '', mayDelete: false }
  const picture = { blobId: 'b1', name: 'a.png', type: 'image/png', size: 1, cid: 'c1' }
  const file = { blobId: 'b2', name: 'b.pdf', type: 'application/pdf', size: 1 }
  const email = toEmail({ ...emptyDraft(identity), html: '<img src="cid:c1">', attachments: [picture, file] }, 'm1')
  const parts = (part: { type: string; subParts?: never[] }): unknown => [part.type, ...(part.subParts ?? []).map(parts)]
  assert.deepEqual(parts(email['bodyStructure'] as never), [
    'multipart/mixed', ['multipart/alternative', ['text/plain'], ['multipart/related', ['text/html'], ['image/png']]], ['application/pdf'],
  ])
})

test('a forgotten subject and a forgotten attachment are asked about', () => {
  const draft = emptyDraft({ id: '', ...me, replyTo: null, bcc: null, textSignature: '', htmlSignature: '', mayDelete: false })
  assert.deepEqual(doubts(draft, 'see the attached plan', /\battached\b/), ['subject', 'attachment'])
  assert.deepEqual(doubts({ ...draft, subject: 'x' }, 'hello', /\battached\b/), [])
})
