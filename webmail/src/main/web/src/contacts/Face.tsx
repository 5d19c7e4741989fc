import { type Card, nameOf, photoOf } from '../model/cards.ts'
import { hue, initials } from '../model/addresses.ts'
import { Avatar } from '../ui/Avatar.tsx'

/** The picture of a person, or letters where there is none. */
export function Face({ card, large }: { card: Card; large?: boolean }) {
  const photo = photoOf(card)
  if (photo) return <img class={`avatar ${large ? 'large' : ''}`} src={photo} alt="" />
  const address = { name: nameOf(card), email: Object.values(card.emails ?? {})[0]?.address ?? '' }
  return <Avatar letters={initials(address)} hue={hue(address)} size={large ? 'large' : 'normal'} />
}
