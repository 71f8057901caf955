export {
  type Attention,
  type CounterFilter,
  countCounters,
  countersSql,
  matchingSql,
  stepSql,
  type Viewer,
  viewerValues,
} from './store.ts';
