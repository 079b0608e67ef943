-- A key whose private part may be known to others: nothing it has signed is worth anything from then on.
alter table signing_keys add column retired_at timestamptz;
