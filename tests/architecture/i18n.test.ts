/** Both languages are whole, and no text of the window stands outside of them. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const renderer = fileURLToPath(new URL('../../src/renderer/', import.meta.url));
const LANGUAGES = ['en', 'zh-CN'] as const;
const PLURAL = /_(zero|one|two|few|many|other)$/;

const files = readdirSync(`${renderer}locales/en`).sort();
const tsx = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.tsx'),
);

function textsOf(language: string, file: string): Map<string, string> {
  const texts = new Map<string, string>();
  const walk = (value: unknown, path: string) => {
    if (typeof value === 'string') texts.set(path, value);
    else
      for (const [key, inner] of Object.entries(value as object))
        walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(JSON.parse(readFileSync(`${renderer}locales/${language}/${file}`, 'utf8')), '');
  return texts;
}

const baseKeys = (texts: Map<string, string>) =>
  [...new Set([...texts.keys()].map((k) => k.replace(PLURAL, '')))].sort();
const variables = (text: string) => [...new Set(text.match(/\{\{\s*\w+/g) ?? [])].sort().join(' ');

describe('the languages of the window', () => {
  it('have the same files', () => {
    for (const language of LANGUAGES)
      expect(readdirSync(`${renderer}locales/${language}`).sort()).toEqual(files);
  });

  it.each(files)('say the same in %s, with the same variables', (file) => {
    const [en, zh] = [textsOf('en', file), textsOf('zh-CN', file)];
    expect(baseKeys(zh)).toEqual(baseKeys(en));
    for (const [key, text] of zh) {
      const other = en.get(key) ?? '';
      expect(`${key}: ${variables(text)}`).toBe(`${key}: ${variables(other)}`);
    }
  });

  it.each(LANGUAGES)('leave nothing empty and no plural form out in %s', (language) => {
    const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
    for (const file of files) {
      const texts = textsOf(language, file);
      for (const [key, text] of texts) {
        expect(text.trim(), `${file} ${key}`).not.toBe('');
        const base = PLURAL.test(key) ? key.replace(PLURAL, '') : null;
        for (const form of base === null ? [] : needed)
          expect(texts.has(`${base}_${form}`), `${file} ${base}_${form}`).toBe(true);
      }
    }
  });
});

const SPOKEN = /^(aria-label|label|title|placeholder|description|alt|text)$/;
const hasWord = (text: string) => /\p{L}{2,}/u.test(text);

/** Words a person would read, written into the code: `file:line text`. */
function literalsIn(name: string, source: string): string[] {
  const file = ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX);
  const found: string[] = [];
  const note = (node: ts.Node, text: string) => {
    const { line } = file.getLineAndCharacterOfPosition(node.getStart());
    if (hasWord(text)) found.push(`${name}:${line + 1} ${text.trim()}`);
  };
  const visit = (node: ts.Node) => {
    if (ts.isJsxText(node)) note(node, node.text);
    if (ts.isJsxExpression(node) && ts.isJsxElement(node.parent))
      for (const v of literalValues(node.expression)) note(v, v.text);
    if (ts.isJsxAttribute(node) && SPOKEN.test(node.name.getText())) {
      const value = node.initializer;
      if (value !== undefined && ts.isStringLiteral(value)) note(value, value.text);
      if (value !== undefined && ts.isJsxExpression(value))
        for (const v of literalValues(value.expression)) note(v, v.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** String values an expression can have, through conditions. */
function literalValues(expression: ts.Expression | undefined): ts.StringLiteralLike[] {
  if (expression === undefined) return [];
  if (ts.isStringLiteralLike(expression)) return [expression];
  if (ts.isParenthesizedExpression(expression)) return literalValues(expression.expression);
  if (ts.isConditionalExpression(expression))
    return [...literalValues(expression.whenTrue), ...literalValues(expression.whenFalse)];
  if (ts.isBinaryExpression(expression)) return binaryValues(expression);
  return [];
}

/** A comparison has no text; of `a && b` only b is shown. */
function binaryValues({ left, operatorToken, right }: ts.BinaryExpression): ts.StringLiteralLike[] {
  switch (operatorToken.kind) {
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return literalValues(right);
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.PlusToken:
      return [...literalValues(left), ...literalValues(right)];
    default:
      return [];
  }
}

describe('the components', () => {
  it('hold no text of their own', () => {
    expect(tsx.flatMap((name) => literalsIn(name, readFileSync(`${renderer}${name}`, 'utf8')))).toEqual([]);
  });

  it.each([
    ['<p>Roll back</p>', 'x.tsx:1 Roll back'],
    ['<p>{busy ? "Wait" : t("go")}</p>', 'x.tsx:1 Wait'],
    ['<Button aria-label="Close" />', 'x.tsx:1 Close'],
    ['<Button label={open && "关闭"} />', 'x.tsx:1 关闭'],
  ])('would be caught: %s', (source, expected) => {
    expect(literalsIn('x.tsx', `const a = ${source};`)).toEqual([expected]);
  });
});
