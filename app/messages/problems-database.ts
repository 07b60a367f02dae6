import type { Language } from './define.ts'
import type { ProblemSentences } from './problems.ts'

/** What is said when the database cannot do its part: what happened and what to do. Taken up by `problems.ts`. */
export const databaseProblems: Record<Language, ProblemSentences> = {
  en: {
    database_locked: () =>
      'Another process kept the database locked for too long, so nothing was changed. Try again; if it lasts, look for a second Sagwa or a backup program on the same file.',
    database_read_only: () =>
      'The database can be read but not written, so nothing was changed. Give the user that runs Sagwa write access to the file and its folder, or to the tables.',
    database_full: () =>
      'The disk of the database is full, so nothing was changed. Free some space and try again; what was saved before is safe.',
    database_cannot_open: () =>
      'The database file cannot be opened. Check that the folder in SAGWA_DATA or DATABASE_URL exists and that the user that runs Sagwa may read and write it.',
    database_gone: () =>
      'The database file is not in its place any more, so nothing was changed. Put it back, or restore the last backup (sagwa restore FILE); Sagwa takes it up without a restart.',
    database_damaged: () =>
      'The file is not a database, or it is damaged. Put back the last good backup: sagwa restore FILE --force keeps a copy of what is there.',
    database_disk_error: () =>
      'The system reported an error while the database file was read or written. Check the disk, then run: sagwa doctor',
    database_unreachable: () =>
      'The PostgreSQL server does not accept connections at the address in DATABASE_URL. Check that it runs, and its host and port.',
    database_host_unknown: () =>
      'The host in DATABASE_URL is not known. Check its spelling and the name resolution of this machine.',
    database_silent: () =>
      'The PostgreSQL server did not answer in time. Check the host and port in DATABASE_URL and the firewall between.',
    database_sign_in_refused: () =>
      'The PostgreSQL server refused the user or the password in DATABASE_URL. Check both, and the rules in pg_hba.conf.',
    database_missing: () =>
      'The PostgreSQL server has no database of the name in DATABASE_URL. Create it (createdb NAME) or correct the name.',
    database_not_ready: () =>
      'The PostgreSQL server is starting, stopping, or has no free connection. Try again in a moment.',
    database_folder_closed: ({ path }) =>
      `The folder ${path} cannot be made: this user may not write there. Set SAGWA_DATA to a folder that this user may write.`,
    database_folder_impossible: ({ path }) =>
      `The folder ${path} cannot be made, because a part of this path is not a folder. Set SAGWA_DATA to another one.`,
    database_not_empty: () =>
      'The database already holds data, and the demo would mix with it. Use an empty one: SAGWA_DATA=./demo-data sagwa demo',
    database_newer: ({ names }) =>
      `A newer version of Sagwa was used on this database (${names}). Use that version, or restore a backup of this one.`,
    not_a_backup: () => 'The file is not a backup of Sagwa, so nothing was changed.',
    backup_damaged: ({ detail }) =>
      `The backup is damaged (${detail}), so nothing was changed. Take another one.`,
    backup_other_version: () =>
      'The backup was written by another version of Sagwa that this one cannot read, so nothing was changed. Restore it with that version and upgrade then.',
    backup_differs: ({ detail }) =>
      `The copy does not hold the same number of rows (${detail}), so it cannot be relied on. Check the disk and try again.`,
  },
  ko: {
    database_locked: () =>
      '다른 프로그램이 데이터베이스를 너무 오래 잠그고 있어서 아무것도 바꾸지 않았어요. 다시 시도하고, 계속되면 같은 파일을 쓰는 다른 Sagwa나 백업 프로그램이 있는지 확인해 주세요.',
    database_read_only: () =>
      '데이터베이스를 읽을 수는 있지만 쓸 수 없어서 아무것도 바꾸지 않았어요. Sagwa를 실행하는 사용자에게 파일과 폴더(또는 테이블)의 쓰기 권한을 주세요.',
    database_full: () =>
      '데이터베이스가 있는 디스크가 가득 차서 아무것도 바꾸지 않았어요. 공간을 비우고 다시 시도해 주세요. 앞서 저장한 내용은 그대로 있어요.',
    database_cannot_open: () =>
      '데이터베이스 파일을 열 수 없어요. SAGWA_DATA나 DATABASE_URL의 폴더가 있는지, Sagwa를 실행하는 사용자가 읽고 쓸 수 있는지 확인해 주세요.',
    database_gone: () =>
      '데이터베이스 파일이 제자리에 없어서 아무것도 바꾸지 않았어요. 파일을 되돌려 놓거나 마지막 백업을 복원해 주세요(sagwa restore FILE). 다시 시작하지 않아도 이어서 써요.',
    database_damaged: () =>
      '데이터베이스 파일이 아니거나 손상됐어요. 마지막 백업으로 되돌려 주세요. sagwa restore FILE --force는 지금 파일의 사본을 남겨요.',
    database_disk_error: () =>
      '데이터베이스 파일을 읽거나 쓰다가 시스템 오류가 났어요. 디스크를 확인한 뒤 sagwa doctor를 실행해 주세요.',
    database_unreachable: () =>
      'DATABASE_URL의 주소에서 PostgreSQL 서버가 연결을 받지 않아요. 서버가 켜져 있는지, 호스트와 포트가 맞는지 확인해 주세요.',
    database_host_unknown: () =>
      'DATABASE_URL의 호스트를 찾을 수 없어요. 철자와 이 컴퓨터의 이름 해석 설정을 확인해 주세요.',
    database_silent: () =>
      'PostgreSQL 서버가 제때 응답하지 않았어요. DATABASE_URL의 호스트와 포트, 방화벽을 확인해 주세요.',
    database_sign_in_refused: () =>
      'PostgreSQL 서버가 DATABASE_URL의 사용자나 비밀번호를 거부했어요. 둘 다 확인하고 pg_hba.conf도 살펴봐 주세요.',
    database_missing: () =>
      'PostgreSQL 서버에 DATABASE_URL에 적힌 데이터베이스가 없어요. 만들거나(createdb 이름) 이름을 고쳐 주세요.',
    database_not_ready: () =>
      'PostgreSQL 서버가 시작 또는 종료 중이거나 남은 연결이 없어요. 잠시 뒤에 다시 시도해 주세요.',
    database_folder_closed: ({ path }) =>
      `${path} 폴더를 만들 수 없어요. 이 사용자는 그곳에 쓸 수 없으니 SAGWA_DATA를 쓸 수 있는 폴더로 정해 주세요.`,
    database_folder_impossible: ({ path }) =>
      `${path} 폴더를 만들 수 없어요. 경로의 일부가 폴더가 아니니 SAGWA_DATA를 다른 폴더로 정해 주세요.`,
    database_not_empty: () =>
      '데이터베이스에 이미 데이터가 있어서 시연 데이터가 섞이게 돼요. 빈 데이터베이스를 쓰세요: SAGWA_DATA=./demo-data sagwa demo',
    database_newer: ({ names }) =>
      `더 새로운 Sagwa가 쓰던 데이터베이스예요(${names}). 그 버전을 쓰거나 이 버전의 백업으로 되돌려 주세요.`,
    not_a_backup: () => 'Sagwa의 백업 파일이 아니어서 아무것도 바꾸지 않았어요.',
    backup_damaged: ({ detail }) =>
      `백업이 손상되어서(${detail}) 아무것도 바꾸지 않았어요. 다른 백업을 써 주세요.`,
    backup_other_version: () =>
      '이 버전이 읽을 수 없는 다른 버전의 백업이어서 아무것도 바꾸지 않았어요. 그 버전으로 되돌린 다음 업그레이드해 주세요.',
    backup_differs: ({ detail }) =>
      `사본의 행 수가 달라서(${detail}) 믿을 수 없어요. 디스크를 확인하고 다시 시도해 주세요.`,
  },
}
