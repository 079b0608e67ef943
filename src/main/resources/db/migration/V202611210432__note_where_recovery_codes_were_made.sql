-- The session that has seen the codes, where they prove nothing. Null for those of before.
alter table recovery_codes add column made_in uuid;
