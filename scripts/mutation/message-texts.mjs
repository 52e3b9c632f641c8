/**
 * Leaves the texts that people read out of the mutations: the wording of a message is no behaviour that a test
 * should hold fast. What is left out, and nothing else: a value that is called `message`, `detail` or
 * `description`, what a schema's `meta` says for readers, and a sentence (a text with a space in it) where an error, a refusal, a schema's refinement or a
 * finding's `expected` takes one. Codes, names and paths have no spaces, and stay.
 */
const NAMES_OF_TEXTS = new Set(['message', 'detail', 'description']);
const TAKE_SENTENCES = new Set(['refine', 'refuse', 'contradictory']);

const nameOf = (node) => node?.name ?? node?.value ?? node?.property?.name;

function isSentence(node) {
  if (node.type === 'StringLiteral') return node.value.includes(' ');
  return node.type === 'TemplateLiteral' && node.quasis.some(({ value }) => value.raw.includes(' '));
}

function isTextOfMessage({ node, parent }) {
  if (parent?.type === 'ObjectProperty' && parent.value === node) {
    const name = nameOf(parent.key);
    return NAMES_OF_TEXTS.has(name) || (name === 'expected' && isSentence(node));
  }
  if (parent?.type === 'VariableDeclarator' && parent.init === node)
    return NAMES_OF_TEXTS.has(nameOf(parent.id));
  if (parent?.type === 'CallExpression' && parent.callee !== node && nameOf(parent.callee) === 'meta')
    return true;
  if (!isSentence(node)) return false;
  if (parent?.type === 'NewExpression') return String(nameOf(parent.callee)).endsWith('Error');
  return parent?.type === 'CallExpression' && TAKE_SENTENCES.has(nameOf(parent.callee));
}

/** What Stryker looks for in a file of plug-ins. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'message-texts',
    value: { shouldIgnore: (path) => (isTextOfMessage(path) ? 'text of a message' : undefined) },
  },
];
