alter table note_refunds
    -- When the provider was asked last, right after it was read what had gone back before; null until then.
    add column asked_at timestamptz,
    -- Its provider does not say what was given back for what: while one of a payment may yet be done, no other is asked for.
    add column alone boolean not null default false;

update note_refunds set asked_at = updated_at;

create unique index note_refunds_alone on note_refunds (attempt_id) where alone and status = 'requested';
