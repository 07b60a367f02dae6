import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Where messages must not go: addresses of the own network and those with a special meaning. */
const RESERVED = new BlockList()
for (const range of [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/3',
]) {
  const [address = '', bits] = range.split('/')
  RESERVED.addSubnet(address, Number(bits), 'ipv4')
}
// Of these only 2000::/3 is given out at all.
for (const range of ['2001::/23', '2001:db8::/32', '2002::/16']) {
  const [address = '', bits] = range.split('/')
  RESERVED.addSubnet(address, Number(bits), 'ipv6')
}
const GIVEN_OUT = new BlockList()
GIVEN_OUT.addSubnet('2000::', 3, 'ipv6')

/** Whether an IP address is one of the open internet. */
export function isPublicAddress(address: string): boolean {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  const plain = mapped ?? address
  switch (isIP(plain)) {
    case 4:
      return !RESERVED.check(plain, 'ipv4')
    case 6:
      return GIVEN_OUT.check(plain, 'ipv6') && !RESERVED.check(plain, 'ipv6')
    default:
      return false
  }
}

/** A receiver in the own network. The message is for admins. */
export class InsideAddressError extends Error {}

/**
 * Looks names up for a connection and refuses those that lead into the own network. The connection goes to the very
 * addresses that were checked, so a name that answers otherwise the second time gains nothing. An address that stands in
 * the URL itself is never looked up: check it with `isPublicAddress`.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const inside = addresses.find(({ address }) => !isPublicAddress(address))
    if (inside) {
      return callback(
        new InsideAddressError(`${hostname} leads to ${inside.address}, which is not public`),
        '',
        0,
      )
    }
    const [first] = addresses
    if (options.all) return callback(null, addresses)
    callback(null, first?.address ?? '', first?.family ?? 0)
  })
}
