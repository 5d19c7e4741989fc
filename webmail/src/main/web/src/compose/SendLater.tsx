import { useState } from 'preact/hooks'
import { useLanguage, useText } from '../context/context.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'

/** Times at which a message can leave by itself. */
export function SendLater({ send, disabled }: { send: (at: Date) => void; disabled: boolean }) {
  const text = useText()
  const language = useLanguage()
  const [asking, setAsking] = useState(false)
  const [at, setAt] = useState(() => local(tomorrow(8)))
  if (disabled) return null
  const times: Date[] = [evening(), tomorrow(8), tomorrow(13), monday()].filter(it => it.getTime() > Date.now())
  return (
    <>
      <Menu
        label={text('compose.later')}
        class="later-button"
        side="start"
        items={[
          ...times.map(time => ({ label: language.medium(time), icon: 'clock', onSelect: () => send(time) })),
          'line' as const,
          { label: text('compose.chooseTime'), icon: 'calendar-clock', onSelect: () => setAsking(true) },
        ]}
      >
        <Icon name="chevron-down" size={18} />
      </Menu>
      {asking && (
        <Dialog title={text('compose.later')} close={() => setAsking(false)} closeLabel={text('action.close')}>
          <form
            class="later-form"
            onSubmit={event => {
              event.preventDefault()
              setAsking(false)
              send(new Date(at))
            }}
          >
            <label>
              {text('compose.time')}
              <input type="datetime-local" required min={local(new Date())} value={at} onInput={event => setAt(event.currentTarget.value)} />
            </label>
            <Button kind="primary" type="submit">{text('action.send')}</Button>
          </form>
        </Dialog>
      )}
    </>
  )
}

function day(days: number, hour: number): Date {
  const date = new Date()
  date.setDate(date.getDate() + days)
  date.setHours(hour, 0, 0, 0)
  return date
}

const evening = () => day(0, 18)
const tomorrow = (hour: number) => day(1, hour)
const monday = () => day(((8 - new Date().getDay()) % 7) || 7, 8)

/** As the browser's field for times wants it, in the zone where one is. */
function local(date: Date): string {
  const moved = new Date(date.getTime() - date.getTimezoneOffset() * 60_000)
  return moved.toISOString().slice(0, 16)
}
