/** Patterns of keys, and shapes: patterns whose values can be counted and named (B4, B5). */
export { type CharacterSet, type ParsedPattern, type PatternFault, type PatternNode, parsePattern } from './pattern.ts';
export { longestOfShape, shapeSize, smallestShape, valueOfShape } from './shape.ts';
