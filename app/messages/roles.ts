import { defineMessages } from './define.ts'

/** What the roles are called: on every page, so apart from what the pages about people say. */
export const roleMessages = defineMessages({
  en: {
    viewer: 'Viewer',
    responder: 'Responder',
    publisher: 'Publisher',
    admin: 'Admin',
  },
  ko: {
    viewer: '열람자',
    responder: '대응자',
    publisher: '게시자',
    admin: '관리자',
  },
})
