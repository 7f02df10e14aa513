export type { Context, ContextOf, Language, PublicContext, SessionSource, SessionState } from './context.ts';
export {
  anonymousCsrf,
  clearSessionCookie,
  newSessionToken,
  sameSecret,
  sendSessionCookie,
  sessionCookieName,
} from './csrf.ts';
export {
  type FilePart,
  type Policy,
  type RawReply,
  type RouteInput,
  type RouteRegistrar,
  type RouteSpec,
  reply,
} from './route.ts';
export { type HttpServer, makeHttp, type RegisteredRoute } from './server.ts';
