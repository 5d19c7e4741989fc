import { useEffect, useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import { VACATION } from '../jmap/client.ts'
import type { GetAnswer, SetAnswer, VacationResponse } from '../jmap/types.ts'
import { Button } from '../ui/Button.tsx'
import { Field } from './Field.tsx'

/** What the server answers while one is away (RFC 8621 §8). */
export function Vacation() {
  const mail = useMail()
  const text = useText()
  const [now, setNow] = useState<VacationResponse>()
  const possible = mail.client.can(VACATION)
  useEffect(() => {
    if (possible) void mail.watch(mail.client.call<GetAnswer<VacationResponse>>('VacationResponse/get', {}).then(it => setNow(it.list[0])))
  }, [])
  if (!possible) return <p class="hint">{text('settings.notHere')}</p>
  if (!now) return <div class="list-loading" role="status"><span class="spinner" />{text('list.loading')}</div>
  const change = (patch: Partial<VacationResponse>) => setNow({ ...now, ...patch })
  const save = async () => {
    const { id: _, ...update } = now
    const answer = await mail.client.call<SetAnswer>('VacationResponse/set', { update: { singleton: update } })
    const problem = answer.notUpdated?.['singleton']
    if (problem) throw new Error(problem.description ?? problem.type)
    mail.notices.say('settings.saved')
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        void mail.watch(save())
      }}
    >
      <label class="switch"><input type="checkbox" checked={now.isEnabled} onChange={event => change({ isEnabled: event.currentTarget.checked })} />{text('vacation.on')}</label>
      <Field label={text('vacation.from')}><input type="date" value={day(now.fromDate)} onInput={event => change({ fromDate: begin(event.currentTarget.value) })} /></Field>
      <Field label={text('vacation.to')}><input type="date" value={lastDay(now.toDate)} onInput={event => change({ toDate: end(event.currentTarget.value) })} /></Field>
      <Field label={text('field.subject')}><input type="text" value={now.subject ?? ''} onInput={event => change({ subject: event.currentTarget.value || null })} /></Field>
      <Field label={text('compose.text')}><textarea rows={8} dir="auto" value={now.textBody ?? ''} onInput={event => change({ textBody: event.currentTarget.value || null, htmlBody: null })} /></Field>
      <Button kind="primary" type="submit">{text('action.save')}</Button>
    </form>
  )
}

/** Days are those of the place where one is; the end of a day is the beginning of the next. */
function day(utc: string | null, shift = 0): string {
  if (!utc) return ''
  const date = new Date(utc)
  date.setDate(date.getDate() - shift)
  return `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}-${String(date.getDate()).padStart(2, '0')}`
}

const lastDay = (utc: string | null) => day(utc, 1)

function begin(typed: string, shift = 0): string | null {
  const [year, month, date] = typed.split('-').map(Number)
  if (!year || !month || !date) return null
  return new Date(year, month - 1, date + shift).toISOString().replace(/\.\d+Z$/, 'Z')
}

const end = (typed: string) => begin(typed, 1)
