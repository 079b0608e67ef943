# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp package -Dmaven.test.skip=true -Dspotless.check.skip=true \
 && java -Djarmode=tools -jar target/tollgate-*.jar extract --destination /app \
 && mv /app/tollgate-*.jar /app/tollgate.jar

# The AOT cache is recorded by the very JVM, jars and flags that will use it. Recording starts Tollgate on servers of its own
# and rehearses its first minutes; the build fails when no cache results or when the JVM would not take it.
FROM eclipse-temurin:25-jre AS cache
RUN apt-get update && apt-get install -y --no-install-recommends curl postgresql redis-server
COPY --from=build /app /app
COPY src/ops/image/java.options src/ops/image/record-cache.sh src/ops/image/rehearse.sh /app/
WORKDIR /app
RUN service postgresql start && service redis-server start \
 && su postgres -c "psql -qc \"create role recording login password 'recording'\" -c 'create database recording owner recording'" \
 && DATABASE_URL=postgresql://recording:recording@127.0.0.1:5432/recording REDIS_URL=redis://127.0.0.1:6379 ./record-cache.sh \
 && rm record-cache.sh rehearse.sh

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home tollgate
COPY --from=cache --chown=root:root /app /app
WORKDIR /app
USER tollgate
EXPOSE 8080 8081
ENV MANAGEMENT_PORT=8081
# The image has bash, but neither curl nor wget.
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${SERVER_PORT:-8080} && printf 'GET /livez HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && read -r line <&3 && [[ $line == *' 200 '* ]]"]
# Flags of one machine's own go into JDK_JAVA_OPTIONS; some, like another collector, cost the cache and so the quick start.
ENTRYPOINT ["java", "@java.options", "-XX:AOTCache=app.aot", "-jar", "tollgate.jar"]
