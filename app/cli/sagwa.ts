const build = await import('virtual:remix/server-build')
process.stdout.write(`${Object.keys(build.routes).join(' ')}\n`)
