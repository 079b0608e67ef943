package io.tollgate.platform.resealing;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tollgate.platform.resealing.SealedRows.Row;
import io.tollgate.platform.secret.Encryption;
import io.tollgate.platform.secret.Sealed;
import io.tollgate.platform.secret.SecretKeys;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Whether the given secrets are those that the stored values were sealed with, and how many still need one of before:
 * {@code tollgate.secrets.outdated} by {@code column}, 0 while only one secret is given.
 */
@Component
class KeyWatch {

    private static final Logger log = LoggerFactory.getLogger(KeyWatch.class);

    /** One may be broken; several are not, each for itself. */
    private static final int SAMPLE = 5;

    private final List<Sealed> places;
    private final SealedRows rows;
    private final Encryption encryption;
    private final SecretKeys keys;
    private final Map<String, Long> outdated = new ConcurrentHashMap<>();

    private volatile long lastSum = -1;

    KeyWatch(List<Sealed> places, SealedRows rows, Encryption encryption, SecretKeys keys, MeterRegistry meters) {
        this.places = places;
        this.rows = rows;
        this.encryption = encryption;
        this.keys = keys;
        places.forEach(place -> Gauge.builder(
                        "tollgate.secrets.outdated", outdated, all -> all.getOrDefault(place.name(), 0L))
                .description("Stored values that need one of TOLLGATE_SECRET_KEY_PREVIOUS")
                .tag("column", place.name())
                .register(meters));
    }

    /**
     * Fails when something is sealed with a key that is not given: better no start than second factors that are lost. A value without
     * the name of a key tells no key that is missing from bytes that are broken: one alone is believed to be broken where another
     * value can be read.
     */
    Mono<Void> requireKeys() {
        return Flux.fromIterable(places)
                .concatMap(place -> rows.ofUnknownKey(place)
                        .doOnNext(row -> requireReadable(place, row))
                        .then(rows.unnamed(place, SAMPLE))
                        .flatMap(sample -> requireOneReadable(place, sample)))
                .then();
    }

    /** Counts, and says once when nothing is left. */
    Mono<Void> measure() {
        return keys.severalGiven()
                ? Flux.fromIterable(places)
                        .concatMap(
                                place -> rows.countOutdated(place).doOnNext(count -> outdated.put(place.name(), count)))
                        .reduce(0L, Long::sum)
                        .doOnNext(this::tell)
                        .then()
                : Mono.empty();
    }

    private void requireReadable(Sealed place, Row row) {
        var _ = encryption.decrypt(place, row.id(), row.stored());
    }

    private Mono<Void> requireOneReadable(Sealed place, List<Row> sample) {
        if (sample.isEmpty() || sample.stream().anyMatch(row -> readable(place, row))) {
            return Mono.empty();
        }
        Row lost = sample.getFirst();
        return sample.size() == 1
                ? anythingReadable()
                        .doOnNext(any -> acceptLoss(place, lost, any))
                        .then()
                : Mono.fromRunnable(() -> requireReadable(place, lost));
    }

    private void acceptLoss(Sealed place, Row lost, boolean othersReadable) {
        if (!othersReadable) {
            requireReadable(place, lost);
        }
        log.error(
                "The value of {} in row {} is broken, or its key is not given; all else is served",
                place.name(),
                lost.id());
    }

    private Mono<Boolean> anythingReadable() {
        return Flux.fromIterable(places)
                .concatMap(place ->
                        rows.some(place, SAMPLE).map(sample -> sample.stream().anyMatch(row -> readable(place, row))))
                .reduce(false, Boolean::logicalOr);
    }

    private boolean readable(Sealed place, Row row) {
        return encryption.tryDecrypt(place, row.id(), row.stored()).isPresent();
    }

    private void tell(long sum) {
        if (sum > 0 && lastSum <= 0) {
            log.info(
                    "{} stored values are sealed with a key of TOLLGATE_SECRET_KEY_PREVIOUS and wait to be sealed anew",
                    sum);
        }
        if (sum == 0 && lastSum != 0) {
            log.info(
                    "Nothing stored is sealed with a key of TOLLGATE_SECRET_KEY_PREVIOUS any more. Once every node has the"
                            + " current TOLLGATE_SECRET_KEY for as long as refresh tokens live, the previous ones can go");
        }
        lastSum = sum;
    }
}
