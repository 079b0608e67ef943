-- While Kafka takes nothing for one topic, its rows stay: the others are looked for without going past them.
create index outbox_topic_idx on outbox (topic, available_at, id);
