/** A round picture of letters; decoration beside a name. */
export function Avatar({ letters, hue, size = 'normal' }: { letters: string; hue: number; size?: 'normal' | 'small' }) {
  return (
    <span class={`avatar hue-${hue} ${size}`} aria-hidden="true">
      {letters}
    </span>
  )
}
