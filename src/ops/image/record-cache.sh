#!/bin/sh
# Records app.aot (JEP 514, 515) for the tollgate.jar in this directory, with the flags in java.options, and ends with an error
# unless the same JVM then starts with it. Needs an empty PostgreSQL in DATABASE_URL and a Redis in REDIS_URL; Kafka, SMTP and
# Stripe are not spoken to.
set -eu

export KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9
export SMTP_HOST=127.0.0.1 MAIL_FROM=recording@tollgate.invalid
export STRIPE_SECRET_KEY=sk_test_recording STRIPE_WEBHOOK_SECRET=whsec_recording STRIPE_API_BASE=http://127.0.0.1:1
export SERVER_PORT=18080 RATE_LIMIT_ENABLED=false
TOLLGATE_SECRET_KEY=$(head -c 32 /dev/urandom | base64)
export TOLLGATE_SECRET_KEY

start() { java @java.options "$@" -jar tollgate.jar; }

rm -f app.aot
start -XX:AOTCacheOutput=app.aot &
recording=$!
./rehearse.sh "http://127.0.0.1:$SERVER_PORT"
kill -TERM "$recording"
# 143, ended as asked; the cache is written on the way out.
wait "$recording" || true
[ -s app.aot ] || { echo "No cache was recorded" >&2; exit 1; }
# With AOTMode=on a JVM that cannot use its cache refuses to start.
start -XX:AOTCache=app.aot -XX:AOTMode=on -Dspring.context.exit=onRefresh
