package io.tollgate.billing.metric;

import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.time.Ids;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to metrics. Each change and its audit entry are one transaction. */
@Component
class MetricCatalogue {

    private final MetricRepository metrics;
    private final Metrics known;
    private final AuditLog audit;
    private final TransactionalOperator tx;
    private final Ids ids;

    MetricCatalogue(MetricRepository metrics, Metrics known, AuditLog audit, TransactionalOperator tx, Ids ids) {
        this.metrics = metrics;
        this.known = known;
        this.audit = audit;
        this.tx = tx;
        this.ids = ids;
    }

    /** @param entry who asks and from where; what happened is added */
    Mono<Metric> create(MetricRequest wish, AuditEntry entry) {
        Metric metric = wish.metric(ids.next());
        return metrics.insert(metric)
                .filter(inserted -> inserted)
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.METRIC_CODE_TAKEN)))
                .then(note(metric, entry))
                .as(tx::transactional)
                .then(Mono.defer(known::changed))
                .thenReturn(metric);
    }

    Mono<Metric> change(UUID id, ChangeMetric wish, AuditEntry entry) {
        return metrics.change(id, stripped(wish.name()), stripped(wish.unit()))
                .switchIfEmpty(Mono.error(MetricCatalogue::notFound))
                .delayUntil(metric -> note(metric, entry))
                .as(tx::transactional)
                .delayUntil(_ -> known.changed());
    }

    Mono<Void> delete(UUID id, AuditEntry entry) {
        return metrics.lock(id)
                .switchIfEmpty(Mono.error(MetricCatalogue::notFound))
                .filterWhen(metric -> metrics.delete(metric.id()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.METRIC_IN_USE)))
                .flatMap(metric -> note(metric, entry))
                .as(tx::transactional)
                .then(Mono.defer(known::changed));
    }

    private Mono<Void> note(Metric metric, AuditEntry entry) {
        return audit.record(entry.on("metric", metric.id())
                .with(Map.of(
                        "code",
                        metric.code(),
                        "name",
                        metric.name(),
                        "unit",
                        metric.unit(),
                        "aggregation",
                        MetricRows.word(metric.aggregation()))));
    }

    private static @Nullable String stripped(@Nullable String text) {
        return text == null ? null : text.strip();
    }

    static ApiException notFound() {
        return new ApiException(ErrorCode.METRIC_NOT_FOUND);
    }
}
