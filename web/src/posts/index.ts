export { PostSwitch } from './post-switch.tsx';
