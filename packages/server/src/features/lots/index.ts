export { convertedLots, fillIn, freshLots, type LoadedHolding, lineOfConverted, toHoldings } from './holdings.ts';
export { lotPeriod, lotWords } from './lot-words.ts';
export { orderNumberFor, placeNames, toMovements } from './movements.ts';
export { balanceKeyset, countBalances, type LotFacts, listBalances, loadLots, lotsOfSameOrders, ownerNames, partsOfLots } from './store.ts';
