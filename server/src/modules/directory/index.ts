export { passwordCheck } from './confirm-password.ts';
export { type Delegation, delegate, delegations } from './delegations.ts';
export { directoryModule } from './module.ts';
export {
  addressBook,
  createOrgan,
  createPost,
  createUnit,
  type NewOrgan,
  type OrganEntry,
  organById,
  type PostEntry,
  postsOfOrgan,
} from './organs.ts';
export { setPassword } from './passwords.ts';
export { appoint, createPerson, type HeldPost, postsHeldBy } from './people.ts';
export { setPreferences } from './preferences.ts';
export { beginTotp, confirmTotp } from './second-factors.ts';
export { setupToken } from './setup.ts';
