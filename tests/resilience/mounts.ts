/** File systems of their own for tests of full and read-only disks; only root may mount them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Whether this user can mount here. Says so when not, because the tests that need it are skipped then. */
export const mayMount = tryToMount()

/** Lends a folder on a small file system in memory to `work`. `options` as for `mount -o`, such as `size=3m`. */
export async function mounted(options: string, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'pipe' })
  try {
    await work(folder)
  } finally {
    execFileSync('umount', ['-l', folder])
    rmSync(folder, { recursive: true, force: true })
  }
}

function tryToMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'sagwa-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'pipe' })
    execFileSync('umount', [folder])
    return true
  } catch {
    console.log('Skipped: tests of full and read-only disks (this user cannot mount a file system)')
    return false
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
