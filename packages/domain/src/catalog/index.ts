export {
  type ParsedPattern,
  type PatternFault,
  type PatternNode,
  parsePattern,
  shapeSize,
  smallestShape,
  valueOfShape,
} from '../patterns/index.ts';
export { commonKey } from './automaton.ts';
export { checkPack } from './check-pack.ts';
export { type AttributeRefusal, type AttributeValues, noAttributes, setAttributes } from './device-attributes.ts';
export {
  type EnteredKeys,
  expectedAtCreation,
  installationKey,
  type KeyPlan,
  type KeyPlanRefusal,
  type KeyRole,
  planKeys,
  secondaryFormats,
} from './entered-keys.ts';
export { type FileNameFacts, fileNameNames, fileNameOf, safeFileName } from './file-name.ts';
export {
  type ExpectedFormat,
  expectedFormats,
  keyMatches,
  type MatchedKey,
  matchHardwareKey,
  matchKey,
  productsTaking,
} from './hardware-key.ts';
export { type PackIssue, type PackIssueCode, type PackIssueFacts, packIssueCodes } from './issue.ts';
export { agreementFor, findFeature, findPart, findProduct, type Model, modelsOf, textIn, variantLabel } from './look-up.ts';
export { childKey, tempKeysASecond, temporaryKey, valueFromBytes } from './made-keys.ts';
export { fillMail, type MailFacts, mailNames } from './mail-texts.ts';
export { longestKey, normaliseKey } from './normalise.ts';
export { checkOrderFields, type OrderFieldRefusal } from './order-fields.ts';
export type * from './pack.ts';
export { type CountedPart, type Counts, countUnits, type RelatedDevice, type RuleContext } from './rule-context.ts';
export { askRule, bindingsOf, type RuleAnswer, ruleVariables } from './rules.ts';
export { acceptsPart, checkSelection, goesToPool, type Selection, type SelectionRefusal, type Surroundings } from './selection.ts';
export { checkPackUpdate, type PackChange, packChanges } from './update-pack.ts';
