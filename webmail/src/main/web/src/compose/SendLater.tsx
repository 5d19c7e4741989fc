import { useState } from 'preact/hooks'
import { useLanguage, useText } from '../context/context.ts'
import { Icon } from '../ui/Icon.tsx'
import { Menu } from '../ui/Menu.tsx'
import { TimeDialog } from '../ui/TimeDialog.tsx'

/** Times at which a message can leave by itself. */
export function SendLater({ send, disabled }: { send: (at: Date) => void; disabled: boolean }) {
  const text = useText()
  const language = useLanguage()
  const [asking, setAsking] = useState(false)
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
        <TimeDialog
          title={text('compose.later')} label={text('compose.time')} done={text('action.send')} closeLabel={text('action.close')}
          first={tomorrow(8)} close={() => setAsking(false)} choose={send}
        />
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
