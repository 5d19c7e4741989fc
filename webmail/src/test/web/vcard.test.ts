import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Card, EMPTY, filled, toProperties } from '../../main/web/src/model/cards.ts'
import { readVcards, writeVcard } from '../../main/web/src/model/vcard.ts'

test('reads the cards that other programs write', () => {
  const text = [
    'BEGIN:VCARD', 'VERSION:3.0', 'N:Lee;Ann;;;', 'item1.EMAIL;type=INTERNET:ann@example.org', 'EMAIL:ann@home.example',
    'TEL;TYPE=CELL:+1 555', 'ORG:Godwit\\, Inc;Mail', 'ADR;TYPE=HOME:;;1 High St;Town;;AB1;UK', 'NOTE:one\\nt', ' wo', 'END:VCARD',
    'BEGIN:VCARD', 'VERSION:2.1', 'FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg', 'END:VCARD',
    'BEGIN:VCARD', 'VERSION:4.0', 'END:VCARD',
  ].join('\r\n')
  assert.deepEqual(readVcards(text), [
    { ...EMPTY, name: 'Ann Lee', emails: ['ann@example.org', 'ann@home.example'], phones: ['+1 555'], organization: 'Godwit, Inc, Mail', address: '1 High St\nTown\nAB1\nUK', note: 'one\ntwo' },
    { ...EMPTY, name: 'Jörg' },
  ])
})

test('takes a photo that is in the card, and follows no address', () => {
  const photo = (line: string) => readVcards(`BEGIN:VCARD\nFN:A\n${line}\nEND:VCARD`)[0]?.photo
  assert.equal(photo('PHOTO;ENCODING=b;TYPE=PNG:aGVsbG8='), 'data:image/png;base64,aGVsbG8=')
  assert.equal(photo('PHOTO:data:image/jpeg;base64,aGVsbG8='), 'data:image/jpeg;base64,aGVsbG8=')
  assert.equal(photo('PHOTO:https://tracker.example/p.png'), '')
  assert.equal(photo('PHOTO:data:image/svg+xml;base64,aGVsbG8='), '')
})

test('what is written can be read again', () => {
  const form = { ...EMPTY, name: 'Zoë; "Z", née\\X', emails: ['z@example.org'], phones: ['1', '2'], organization: 'A, B', address: 'Street\nTown', note: 'n'.repeat(200) }
  const card = { id: '1', uid: 'urn:uuid:1', addressBookIds: {}, ...toProperties(form) } as unknown as Card
  assert.deepEqual(readVcards(writeVcard(card)), [form])
})

test('a form changes what it shows and keeps the rest', () => {
  const card = {
    id: '1', uid: 'u', addressBookIds: {}, name: { full: 'Ann', components: [{ kind: 'given', value: 'Ann' }] },
    emails: { home: { address: 'a@example.org', contexts: { private: true } }, work: { address: 'b@example.org' } },
    media: { logo: { kind: 'logo', uri: 'https://x.example/' } },
  } as unknown as Card
  const same = toProperties(filled(card), card)
  assert.equal('name' in same, false)
  assert.deepEqual(same['emails'], card.emails)
  assert.deepEqual(same['media'], card.media)
  assert.deepEqual(toProperties({ ...filled(card), emails: ['a@example.org', ''] }, card)['emails'], { home: card.emails?.['home'] })
  assert.equal(toProperties({ ...filled(card), emails: [''] }, card)['emails'], null)
})
