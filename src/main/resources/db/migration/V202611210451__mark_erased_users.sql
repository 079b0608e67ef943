-- The row of an erased user stays, for what must be kept refers to it, but says nothing of a person any more.
alter table users add column erased_at timestamptz;
