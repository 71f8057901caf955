import type { JsonSchema } from './schemas.ts';

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Text for HTML, in content or in a quoted attribute. */
export const esc = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign]!);

/** Text whose `back-ticked` parts are code. */
export const inlineCode = (text: string): string => esc(text).replace(/`([^`]+)`/g, '<code>$1</code>');

const nameOf = (ref: unknown): string => String(ref).split('/').at(-1)!;

/** A schema's type in a few words. */
export function typeOf(schema: JsonSchema): string {
  if (typeof schema.$ref === 'string') return `<a href="#schema-${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a>`;
  if (Array.isArray(schema.enum)) return schema.enum.map((one) => `<code>${esc(JSON.stringify(one))}</code>`).join(' | ');
  if (Array.isArray(schema.anyOf)) return (schema.anyOf as JsonSchema[]).map(typeOf).join(' | ');
  if (schema.type === 'array') return `list of ${typeOf(schema.items as JsonSchema)}`;
  const types = (Array.isArray(schema.type) ? schema.type : [schema.type ?? 'any']).join(' | ');
  if (schema.type === 'object' && schema.properties === undefined) {
    return typeof schema.additionalProperties === 'object' ? `map to ${typeOf(schema.additionalProperties as JsonSchema)}` : 'object';
  }
  return `${types}${limitsOf(schema)}`;
}

function limitsOf(schema: JsonSchema): string {
  const { minimum, maximum, minLength, maxLength, pattern } = schema;
  const parts: string[] = [];
  if (minimum !== undefined || maximum !== undefined) parts.push(`${minimum ?? ''}\u2026${maximum ?? ''}`);
  if (maxLength !== undefined) parts.push(`${minLength ?? 0}\u2026${maxLength} characters`);
  if (schema.default !== undefined) parts.push(`default <code>${esc(JSON.stringify(schema.default))}</code>`);
  if (typeof pattern === 'string' && pattern !== '\\S' && schema.description === undefined)
    parts.push(`<code class="pattern">${esc(pattern)}</code>`);
  return parts.length === 0 ? '' : ` <span class="dim">${parts.join(', ')}</span>`;
}

/** A schema's fields as a table; nested ones one step further in. */
export function schemaTable(schema: JsonSchema): string {
  const properties = Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>);
  if (properties.length === 0) return `<p class="type">${typeOf(schema)}</p>`;
  const required = new Set((schema.required ?? []) as string[]);
  const rows = properties.map(([name, property]) => {
    const inner = nestedOf(property);
    const note = typeof property.description === 'string' ? `<div class="dim">${inlineCode(property.description)}</div>` : '';
    const type = inner === undefined ? typeOf(property) : property.type === 'array' ? 'list of' : 'object';
    return `<tr><td><code>${esc(name)}</code>${required.has(name) ? '<b class="req" title="required">*</b>' : ''}</td><td>${type}${note}${inner === undefined ? '' : schemaTable(inner)}</td></tr>`;
  });
  return `<table class="schema">${rows.join('')}</table>`;
}

/** The object inside a property whose fields are worth a table of their own. */
function nestedOf(property: JsonSchema): JsonSchema | undefined {
  const alternatives = Array.isArray(property.anyOf) ? (property.anyOf as JsonSchema[]) : [property];
  for (const one of alternatives) {
    const inner = one.type === 'array' ? (one.items as JsonSchema) : one;
    if (inner.properties !== undefined) return inner;
  }
  return undefined;
}
