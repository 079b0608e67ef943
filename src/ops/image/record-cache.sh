#!/bin/sh
# Records app.aot (JEP 514) for the tollgate.jar in this directory, with the flags in java.options, and ends with an error
# unless the same JVM then starts with it. Needs an empty PostgreSQL in DATABASE_URL: Tollgate migrates it, builds every part
# and stops before it would serve. Nothing else is spoken to.
set -eu

export REDIS_URL=redis://127.0.0.1:6379 KAFKA_BOOTSTRAP_SERVERS=127.0.0.1:9092
export SMTP_HOST=127.0.0.1 MAIL_FROM=recording@tollgate.invalid
export STRIPE_SECRET_KEY=sk_test_recording STRIPE_WEBHOOK_SECRET=whsec_recording STRIPE_API_BASE=http://127.0.0.1:1
TOLLGATE_SECRET_KEY=$(head -c 32 /dev/urandom | base64)
export TOLLGATE_SECRET_KEY

start() { java @java.options "$@" -Dspring.context.exit=onRefresh -jar tollgate.jar; }

rm -f app.aot
start -XX:AOTCacheOutput=app.aot
[ -s app.aot ] || { echo "No cache was recorded" >&2; exit 1; }
# With AOTMode=on a JVM that cannot use its cache refuses to start.
start -XX:AOTCache=app.aot -XX:AOTMode=on
