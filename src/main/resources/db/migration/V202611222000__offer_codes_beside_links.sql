-- A code beside the link of a verification mail, for people who read the mail on another device than they signed up on.
alter table one_time_tokens
    -- HMAC-SHA-256 of the code, bound to the link; null where there is none.
    add column code_mac bytea,
    -- Earlier than the link's end.
    add column code_expires_at timestamptz,
    add constraint one_time_tokens_code_check check ((code_mac is null) = (code_expires_at is null));
