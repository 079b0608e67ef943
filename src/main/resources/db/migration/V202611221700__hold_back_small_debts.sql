-- The next attempt was not planned only because the customer owes too little to be gone after.
alter table collections
    add column held_back boolean not null default false;
