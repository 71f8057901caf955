-- That a device left a project is in that project's history, too: such acts are found among its customer's.
CREATE INDEX operations_by_customer_devices ON operations (vendor_id, customer_id) WHERE kind = 'update-device';
