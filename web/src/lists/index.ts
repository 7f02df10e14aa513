export { MatterBox } from './matter-box.tsx';
export { MoreRows } from './more-rows.tsx';
export { SearchBox } from './search-box.tsx';
