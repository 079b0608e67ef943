-- Deletes what would go with a user: the rows of every table whose reference to users says "on delete cascade". So a table says
-- with its foreign key whether its rows are the user's own or must outlive them, and no list is there to be forgotten.
create function erase_owned_rows(erased uuid) returns void language plpgsql as $$
declare
    owned record;
begin
    for owned in
        select c.conrelid::regclass as tab, a.attname as col
        from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
        where c.contype = 'f' and c.confrelid = 'users'::regclass and c.confdeltype = 'c'
        order by c.conrelid
    loop
        execute format('delete from %s where %I = $1', owned.tab, owned.col) using erased;
    end loop;
end $$;
