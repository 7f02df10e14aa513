export type { Context, ContextOf, Language, PublicContext, SessionSource, SessionState } from './context.ts';
export {
  type FilePart,
  type Policy,
  type RouteInput,
  type RouteRegistrar,
  type RouteSpec,
  reply,
} from './route.ts';
