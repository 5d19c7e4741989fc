import type { BodyPart, EmailFull } from '../jmap/types.ts'

export type Answer = 'ACCEPTED' | 'TENTATIVE' | 'DECLINED'

/** A line of iCalendar (RFC 5545 §3.1). */
interface Line {
  name: string
  parameters: Record<string, string>
  value: string
  raw: string
}

/** A meeting that a message tells of (RFC 5546). */
export interface Invitation {
  method: string
  title: string
  place: string
  notes: string
  start: Date | undefined
  end: Date | undefined
  wholeDay: boolean
  repeats: boolean
  organizer: { name: string; email: string } | undefined
  people: { name: string; email: string; state: string }[]
  lines: Line[]
}

/** The part of a message that holds a meeting. */
export function calendarPart(email: EmailFull): BodyPart | undefined {
  return [...email.attachments, ...email.textBody].find(it => it.blobId && (it.type === 'text/calendar' || it.type === 'application/ics'))
}

export function readInvitation(text: string): Invitation | undefined {
  const all = unfold(text).map(readLine)
  const method = all.find(it => it.name === 'METHOD')?.value.toUpperCase() ?? 'PUBLISH'
  const begin = all.findIndex(it => it.name === 'BEGIN' && it.value.toUpperCase() === 'VEVENT')
  const end = all.findIndex((it, at) => at > begin && it.name === 'END' && it.value.toUpperCase() === 'VEVENT')
  if (begin < 0 || end < 0) return undefined
  const lines = withoutInner(all.slice(begin + 1, end))
  const one = (name: string) => lines.find(it => it.name === name)
  const start = one('DTSTART')
  const organizer = one('ORGANIZER')
  return {
    method,
    title: plain(one('SUMMARY')?.value),
    place: plain(one('LOCATION')?.value),
    notes: plain(one('DESCRIPTION')?.value),
    start: time(start),
    end: time(one('DTEND')) ?? later(time(start), one('DURATION')?.value),
    wholeDay: /^\d{8}$/.test(start?.value ?? ''),
    repeats: one('RRULE') !== undefined,
    organizer: organizer && person(organizer),
    people: lines.filter(it => it.name === 'ATTENDEE').map(it => ({ ...person(it), state: it.parameters['PARTSTAT'] ?? 'NEEDS-ACTION' })),
    lines,
  }
}

/** What one answers (RFC 5546 §3.2.3). */
export function writeAnswer(invitation: Invitation, me: { name: string; email: string }, answer: Answer, now: Date): string {
  const kept = ['UID', 'SEQUENCE', 'RECURRENCE-ID', 'DTSTART', 'DTEND', 'DURATION', 'SUMMARY', 'ORGANIZER']
  const stamp = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const name = me.name ? `;CN="${me.name.replace(/["\r\n]/g, '')}"` : ''
  return [
    'BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Godwit//Webmail//EN', 'METHOD:REPLY', 'BEGIN:VEVENT', `DTSTAMP:${stamp}`,
    ...kept.flatMap(wanted => invitation.lines.filter(it => it.name === wanted).slice(0, 1).map(it => it.raw)),
    `ATTENDEE;PARTSTAT=${answer}${name}:mailto:${me.email}`,
    'END:VEVENT', 'END:VCALENDAR', '',
  ].flatMap(fold).join('\r\n')
}

const unfold = (text: string): string[] => text.replace(/\r\n?/g, '\n').replace(/\n[ \t]/g, '').split('\n')

/** Lines of at most 75 characters, which is less than octets where they are not ASCII. */
function fold(line: string): string[] {
  const found = [...line].reduce<string[]>((lines, c) => {
    const last = lines.at(-1) ?? ''
    if (new TextEncoder().encode(last + c).length <= 73) return [...lines.slice(0, -1), last + c]
    return [...lines, ` ${c}`]
  }, [''])
  return found
}

function readLine(raw: string): Line {
  const colon = /^(?:[^":]|"[^"]*")*/.exec(raw)?.[0].length ?? raw.length
  const [name = '', ...parameters] = raw.slice(0, colon).match(/(?:[^";]|"[^"]*")+/g) ?? []
  return {
    name: name.toUpperCase(),
    parameters: Object.fromEntries(parameters.map(it => [it.split('=', 1)[0]?.toUpperCase() ?? '', it.slice(it.indexOf('=') + 1).replace(/^"|"$/g, '')])),
    value: raw.slice(colon + 1).trim(),
    raw,
  }
}

/** Without alarms and the like, which have fields of the same names. */
function withoutInner(lines: readonly Line[]): Line[] {
  let depth = 0
  return lines.filter(it => {
    if (it.name === 'BEGIN') depth++
    const outer = depth === 0
    if (it.name === 'END') depth--
    return outer
  })
}

function person(line: Line): { name: string; email: string } {
  const email = line.value.replace(/^mailto:/i, '')
  return { name: line.parameters['CN'] ?? email, email }
}

function plain(value: string | undefined): string {
  return (value ?? '').replace(/\\([nN,;\\])/g, (_, c: string) => (c.toLowerCase() === 'n' ? '\n' : c)).trim()
}

/** In UTC, at a place that the browser knows, else where one is. */
function time(line: Line | undefined): Date | undefined {
  const [, year, month, day, hour = '0', minute = '0', second = '0', utc] = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z)?)?$/.exec(line?.value ?? '') ?? []
  if (!year || !month || !day) return undefined
  const fields = [+year, +month - 1, +day, +hour, +minute, +second] as const
  if (utc) return new Date(Date.UTC(...fields))
  const zone = line?.parameters['TZID']
  return (zone && inZone(Date.UTC(...fields), zone)) || new Date(...fields)
}

function inZone(wall: number, zone: string): Date | undefined {
  try {
    const shown = new Intl.DateTimeFormat('en-u-hc-h23', { timeZone: zone, year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' })
    const offset = (at: number) => {
      const part = Object.fromEntries(shown.formatToParts(at).map(it => [it.type, Number(it.value)]))
      return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']) - at
    }
    const guess = wall - offset(wall)
    return new Date(wall - offset(guess)) // the offset of that time, not of a time near it
  } catch {
    return undefined // a name of the sender's own
  }
}

function later(start: Date | undefined, duration: string | undefined): Date | undefined {
  const [, weeks, days, hours, minutes] = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:\d+S)?)?$/.exec(duration ?? '') ?? []
  const length = ((Number(weeks ?? 0) * 7 + Number(days ?? 0)) * 24 + Number(hours ?? 0)) * 60 + Number(minutes ?? 0)
  return start && length > 0 ? new Date(start.getTime() + length * 60_000) : undefined
}
