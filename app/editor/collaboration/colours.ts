/** Colours of those who write, in the order in which they come: dark enough for white letters (4.5 : 1) in either theme. */
export const PEER_COLOURS = [
  '#0b6e4f',
  '#7a3ea8',
  '#a34700',
  '#0f62a8',
  '#9c2162',
  '#5f6000',
  '#3f51b5',
  '#00696b',
] as const
