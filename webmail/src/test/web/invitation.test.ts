import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readInvitation, writeAnswer } from '../../main/web/src/model/invitation.ts'

const TEXT = [
  'BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', 'UID:1@example.org', 'SEQUENCE:2',
  'DTSTART;TZID=Europe/Berlin:20260701T120000', 'DTEND;TZID=Europe/Berlin:20260701T133000',
  'SUMMARY:Budget\\, second', ' table', 'LOCATION:Room 4', 'ORGANIZER;CN="Lee: Ann":mailto:ann@example.org',
  'ATTENDEE;PARTSTAT=ACCEPTED;CN=Bob:mailto:bob@example.org', 'BEGIN:VALARM', 'DESCRIPTION:ring', 'END:VALARM',
  'DESCRIPTION:one\\ntwo', 'END:VEVENT', 'END:VCALENDAR',
].join('\r\n')

test('reads when, where and who, in the time of the place that it names', () => {
  const found = readInvitation(TEXT)
  assert.equal(found?.title, 'Budget, secondtable')
  assert.equal(found?.start?.toISOString(), '2026-07-01T10:00:00.000Z')
  assert.equal(found?.end?.toISOString(), '2026-07-01T11:30:00.000Z')
  assert.equal(found?.notes, 'one\ntwo')
  assert.deepEqual(found?.organizer, { name: 'Lee: Ann', email: 'ann@example.org' })
  assert.deepEqual(found?.people, [{ name: 'Bob', email: 'bob@example.org', state: 'ACCEPTED' }])
})

test('reads whole days and lengths', () => {
  const day = readInvitation('BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261224\nDURATION:P2D\nEND:VEVENT\nEND:VCALENDAR')
  assert.equal(day?.wholeDay, true)
  assert.equal((day?.end?.getTime() ?? 0) - (day?.start?.getTime() ?? 0), 48 * 3600_000)
  assert.equal(readInvitation('BEGIN:VCALENDAR\nEND:VCALENDAR'), undefined)
})

test('answers for oneself alone, with lines that are not too long', () => {
  const found = readInvitation(TEXT)
  assert.ok(found)
  const answer = writeAnswer(found, { name: 'Zoë "Z" with a name that is longer than a line of a calendar may be', email: 'me@example.org' }, 'DECLINED', new Date('2026-06-01T00:00:00Z'))
  const again = readInvitation(answer)
  assert.equal(again?.method, 'REPLY')
  assert.equal(again?.start?.toISOString(), '2026-07-01T10:00:00.000Z')
  assert.deepEqual(again?.people.map(it => [it.email, it.state]), [['me@example.org', 'DECLINED']])
  assert.ok(answer.split('\r\n').every(line => new TextEncoder().encode(line).length <= 75))
  assert.match(answer, /\r\nUID:1@example\.org\r\nSEQUENCE:2\r\n/)
})
