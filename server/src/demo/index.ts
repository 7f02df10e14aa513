/** The demonstration's door: data, the acts that bring it in, and who can sign in. */
export { demoLedgers } from './ledgers.ts';
export { papers } from './papers.ts';
export { demoPassword, people } from './people.ts';
export { withDemo } from './seed.ts';
export { signInTable } from './sign-in-table.ts';
