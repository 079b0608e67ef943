-- Which costs are among the stored hashes, without reading them all: m=19456,t=2,p=1.
create index passwords_cost_idx on passwords (split_part(hash, '$', 4));
