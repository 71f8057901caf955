-- Borrowed seats that were given back stand on the list of what counts no more, too: it is read by what still stands, and by lease (F10).

CREATE INDEX revocations_standing ON revocations (vendor_id, until);
CREATE INDEX revocations_by_subject ON revocations (vendor_id, kind, subject_id);
