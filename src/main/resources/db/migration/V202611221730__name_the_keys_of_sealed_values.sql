-- What is sealed begins with the name of its key: by that one it is found when the key changes.
create index totp_key_idx on totp (substring(secret for 12));
create index recovery_codes_key_idx on recovery_codes (substring(code_hash for 12));

comment on column totp.secret is 'Name of the key, nonce, AES-256-GCM; without a name: of before names';
comment on column recovery_codes.code_hash is
    'Name of the key, nonce, AES-256-GCM of a SHA-256; 32 bytes: HMAC-SHA-256 of before, good while its key is given';
comment on column signing_keys.encrypted is 'Name of the key, nonce, AES-256-GCM; without a name: of before names';
comment on column webhook_endpoints.secret is 'Name of the key, nonce, AES-256-GCM; without a name: of before names';
comment on column idempotency_keys.fingerprint is 'HMAC-SHA-256 of method, path, query and body';
