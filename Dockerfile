# syntax=docker/dockerfile:1
FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /build
COPY pom.xml .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q dependency:go-offline -DskipTests || true
COPY src src
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp package -DskipTests \
 && java -Djarmode=tools -jar target/tollgate-*.jar extract --destination /app

# The AOT cache must be recorded by the very JVM and jars that will use it (JEP 514). The training run ends when the
# application cannot reach a database: by then its classes are loaded, which is what the cache holds.
FROM eclipse-temurin:25-jre AS cache
COPY --from=build /app /app
WORKDIR /app
RUN mv tollgate-*.jar tollgate.jar \
 && (java -XX:AOTCacheOutput=app.aot -Dspring.context.exit=onRefresh -jar tollgate.jar || true) \
 && touch app.aot

FROM eclipse-temurin:25-jre
RUN useradd --system --uid 10001 --no-create-home tollgate
COPY --from=cache --chown=root:root /app /app
WORKDIR /app
USER tollgate
EXPOSE 8080 8081
ENV MANAGEMENT_PORT=8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s \
    CMD wget -q -O /dev/null http://127.0.0.1:8080/livez || exit 1
ENTRYPOINT ["java", "-XX:AOTCache=app.aot", "-XX:+UseParallelGC", "-XX:+UseCompactObjectHeaders", \
    "-XX:MaxRAMPercentage=60", "--sun-misc-unsafe-memory-access=allow", "--enable-native-access=ALL-UNNAMED", \
    "-Dreactor.bufferSize.small=4096", "-Dstripe.disallowGlobalResponseGetterFallback=true", \
    "-jar", "tollgate.jar"]
