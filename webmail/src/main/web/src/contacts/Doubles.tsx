import { useState } from 'preact/hooks'
import { useMail, useText } from '../context/context.ts'
import { type Card, filled, nameOf } from '../model/cards.ts'
import { doubles, merge, merged } from '../model/doubles.ts'
import { Button } from '../ui/Button.tsx'
import { Dialog } from '../ui/Dialog.tsx'
import { Face } from './Face.tsx'

/** Cards that are likely one person, what they would be together, and the button that makes them so. */
export function Doubles({ close }: { close: () => void }) {
  const mail = useMail()
  const text = useText()
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const { contacts } = mail
  const groups = doubles(contacts.people.value).filter(it => !left.has(keyOf(it)))
  const join = async (cards: readonly Card[]) => {
    const undo = await merge(mail.client, cards, contacts.groups.peek())
    await contacts.load()
    mail.notices.say('doubles.done', { name: nameOf(merged(cards)) }, () => void mail.watch(undo().then(() => contacts.load())))
  }
  return (
    <Dialog title={text('doubles.title')} close={close} closeLabel={text('action.close')} wide>
      <p class="hint">{text(groups.length > 0 ? 'doubles.hint' : 'doubles.none')}</p>
      <ul class="doubles">
        {groups.map(cards => (
          <li key={keyOf(cards)}>
            <div>{cards.map(it => <One key={it.id} card={it} />)}</div>
            <div class="doubles-result" role="group" aria-label={text('doubles.result')}>
              <small>{text('doubles.result')}</small>
              <One card={merged(cards)} />
              <div class="form-buttons">
                <Button kind="quiet" onClick={() => setLeft(new Set([...left, keyOf(cards)]))}>{text('doubles.leave')}</Button>
                <Button kind="primary" icon="merge" onClick={() => void mail.watch(join(cards))}>{text('doubles.merge')}</Button>
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}

const keyOf = (cards: readonly Card[]): string => cards.map(it => it.id).sort().join()

function One({ card }: { card: Card }) {
  const form = filled(card)
  const lines = [[form.title, form.organization].filter(Boolean).join(' · '), ...form.emails, ...form.phones, form.address, form.note].filter(Boolean)
  return (
    <div class="doubles-card">
      <Face card={card} />
      <span><b><bdi>{nameOf(card)}</bdi></b>{lines.map((line, index) => <small key={index}><bdi>{line}</bdi></small>)}</span>
    </div>
  )
}
