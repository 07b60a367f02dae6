/**
 * What a page costs when nothing stands around it: `node:http` that sends the bytes of one file. Plain JavaScript,
 * because stripping types would weigh more than the server.
 *
 *   node tests/bench/bare-server.mjs PORT [FILE]
 */
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * What FILE holds as JSON: the status, 200 if none is given; names and values of the headers in turn; the body in base64.
 * @typedef {{ status?: number, headers: string[], body: string }} BareAnswer
 */

const [port, file] = process.argv.slice(2)
/** @type {BareAnswer} */
const answer = file ? JSON.parse(readFileSync(file, 'utf8')) : { headers: [], body: '' }
const body = Buffer.from(answer.body, 'base64')

createServer((_request, response) => {
  response.writeHead(answer.status ?? 200, answer.headers)
  response.end(body)
}).listen(Number(port), '127.0.0.1')
