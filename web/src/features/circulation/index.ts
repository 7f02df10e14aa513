export { CirculationPage } from './circulation-page.tsx';
