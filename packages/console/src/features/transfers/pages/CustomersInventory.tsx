export { CustomersInventory as default } from './Inventory.tsx';
