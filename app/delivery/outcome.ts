/** What became of one attempt to send a message. */
export type Outcome =
  | { kind: 'delivered' }
  /** `final` when another attempt would end the same; `gone` when the receiver said that there is nobody any more. */
  | { kind: 'failed'; reason: string; final: boolean; gone?: boolean }
