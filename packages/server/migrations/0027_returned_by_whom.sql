-- With which key a lease was borrowed that was given back: a receipt that comes again is verified as the first one was (C7).
ALTER TABLE lease_ends ADD COLUMN borrower_key jsonb;
