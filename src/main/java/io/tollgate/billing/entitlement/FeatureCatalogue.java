package io.tollgate.billing.entitlement;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to features. Each change and its audit entry are one transaction. */
@Component
class FeatureCatalogue {

    private final FeatureRepository features;
    private final FeatureBook book;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;
    private final Clock clock;

    FeatureCatalogue(
            FeatureRepository features,
            FeatureBook book,
            AuditLog audit,
            TransactionalOperator tx,
            Ids ids,
            Clock clock) {
        this.features = features;
        this.book = book;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param entry who asks and from where; what happened is added */
    Mono<Feature> create(FeatureRequest wish, AuditEntry entry) {
        Feature feature = new Feature(
                ids.next(),
                wish.key(),
                wish.name().strip(),
                Feature.Kind.of(wish.kind()),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        return features.insert(feature)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.FEATURE_KEY_TAKEN)))
                .then(note(feature, entry))
                .as(tx::transactional)
                .then(Mono.defer(book::changed))
                .thenReturn(feature);
    }

    Mono<Feature> rename(String key, String name, AuditEntry entry) {
        return features.rename(key, name.strip())
                .switchIfEmpty(Mono.error(FeatureCatalogue::notFound))
                .delayUntil(feature -> note(feature, entry))
                .as(tx::transactional)
                .delayUntil(_ -> book.changed());
    }

    Mono<Void> delete(String key, AuditEntry entry) {
        return find(key)
                .delayUntil(feature -> features.delete(feature.id()))
                .onErrorMap(
                        DataIntegrityViolationException.class,
                        fault -> new ApiException(ErrorCode.FEATURE_IN_USE).causedBy(fault))
                .flatMap(feature -> note(feature, entry))
                .as(tx::transactional)
                .then(Mono.defer(book::changed));
    }

    Mono<Feature> find(String key) {
        return features.find(key).switchIfEmpty(Mono.error(FeatureCatalogue::notFound));
    }

    private Mono<Void> note(Feature feature, AuditEntry entry) {
        return audit.record(entry.on("feature", feature.id())
                .with(Map.of(
                        "key",
                        feature.key(),
                        "name",
                        feature.name(),
                        "kind",
                        feature.kind().value())));
    }

    private static ApiException notFound() {
        return new ApiException(ErrorCode.FEATURE_NOT_FOUND);
    }
}
