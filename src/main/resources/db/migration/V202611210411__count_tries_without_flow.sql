-- Tries of clients of the original system, and of anybody who knows the address: apart from those of who asked for the code.
alter table login_codes add column tries_without_flow int not null default 0;

comment on column login_codes.flow_id is 'SHA-256 of the id that who asked for the code was told, and nobody else';
