/** Personal signing: enrolling a key, and signing what one approves. */
export { SignField } from './sign-field.tsx';
export { SigningRule } from './signing-rule.tsx';
export { SigningSection } from './signing-section.tsx';
export { type SignedMatter, signingFault, useSignOff } from './use-sign-off.ts';
