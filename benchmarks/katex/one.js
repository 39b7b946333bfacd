// One formula in a Node process of its own, for comparison.
const katex = require('katex')
process.stdout.write(katex.renderToString('\\frac{a}{b + c}').slice(0, 0))
