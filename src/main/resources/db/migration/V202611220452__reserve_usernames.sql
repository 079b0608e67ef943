-- Names that were wanted together with an address that has an account. A new account would have taken the name; were it left free, whoever
-- asks for it next would learn from that which addresses are known.
create table reserved_usernames (
    name  text        primary key,
    until timestamptz not null
);

create index reserved_usernames_until_idx on reserved_usernames (until);

-- A reserved name is a taken one, whichever way it is wanted: by registration, by sign-in elsewhere, by a change of the profile.
create function refuse_reserved_username() returns trigger language plpgsql as $$
begin
    if not exists (select from reserved_usernames where name = lower(new.username) and until > new.updated_at) then
        return new;
    end if;
    if tg_op = 'INSERT' then
        return null;
    end if;
    raise exception 'the username is reserved' using errcode = 'unique_violation';
end
$$;

create trigger users_reserved_username_on_insert before insert on users
    for each row execute function refuse_reserved_username();

create trigger users_reserved_username_on_update before update of username on users
    for each row when (lower(new.username) is distinct from lower(old.username))
    execute function refuse_reserved_username();
