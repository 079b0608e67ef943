-- For the list of a user's devices. Of no column that a refresh changes, so that refreshing stays cheap.
create index sessions_live_idx on sessions (user_id, created_at desc, id desc) where ended_at is null;
