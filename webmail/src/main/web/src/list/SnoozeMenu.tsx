import { useState } from 'preact/hooks'
import { useLanguage, useSurroundings, useText } from '../context/context.ts'
import type { Id } from '../jmap/types.ts'
import { offers } from '../model/snoozing.ts'
import { Menu } from '../ui/Menu.tsx'
import { TimeDialog } from '../ui/TimeDialog.tsx'

/** When rows are to come back. */
export function SnoozeMenu({ rows, leave }: { rows: readonly Id[]; leave: (act: () => void) => void }) {
  const { mail } = useSurroundings()
  const text = useText()
  const language = useLanguage()
  const [asking, setAsking] = useState(false)
  if (!mail.snoozing.possible) return null
  const { place } = mail
  const waits = mail.mailbox.value?.role === 'snoozed'
  const until = (at: Date) => leave(() => void mail.watch(mail.snoozing.putOff(place, rows, at, language.medium(at))))
  return (
    <>
      <Menu
        label={text('action.snooze')}
        shortcut="b"
        icon="clock"
        items={[
          ...(waits ? [{
            label: text('snooze.now'), icon: 'inbox', onSelect: () => leave(() => void mail.watch(mail.snoozing.bringBack(place, rows))),
          }, 'line' as const] : []),
          ...offers(new Date()).map(({ name, at }) => ({
            label: text(`snooze.${name}`, { date: language.medium(at) }), icon: 'clock', onSelect: () => until(at),
          })),
          'line' as const,
          { label: text('compose.chooseTime'), icon: 'calendar-clock', onSelect: () => setAsking(true) },
        ]}
      />
      {asking && (
        <TimeDialog
          title={text('action.snooze')} label={text('compose.time')} done={text('action.snooze')} closeLabel={text('action.close')}
          first={offers(new Date()).find(it => it.name === 'tomorrow')?.at ?? new Date()}
          close={() => setAsking(false)} choose={until}
        />
      )}
    </>
  )
}
