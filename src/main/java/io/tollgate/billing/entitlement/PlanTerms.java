package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.PlanVersion;
import io.tollgate.billing.plan.PlanVersions;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.audit.AuditLog;
import io.tollgate.platform.web.ApiException;
import io.tollgate.platform.web.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** What administrators do to the features of plan versions. */
@Component
class PlanTerms {

    private final PlanVersions versions;
    private final FeatureCatalogue features;
    private final TermRepository terms;
    private final FeatureBook book;
    private final TermNews news;
    private final AuditLog audit;
    private final TransactionalOperator tx;

    PlanTerms(
            PlanVersions versions,
            FeatureCatalogue features,
            TermRepository terms,
            FeatureBook book,
            TermNews news,
            AuditLog audit,
            TransactionalOperator tx) {
        this.versions = versions;
        this.features = features;
        this.terms = terms;
        this.book = book;
        this.news = news;
        this.audit = audit;
        this.tx = tx;
    }

    /** @param number of the version */
    record Place(UUID planId, int number) {}

    Mono<List<Term>> list(Place place) {
        return version(place).flatMap(version -> terms.of(version.id()));
    }

    /** Says it anew, whatever was said before. Counts for those who have the version, from now on. */
    Mono<Term> put(Place place, String key, TermRequest wish, AuditEntry entry) {
        return version(place)
                .zipWhen(_ -> features.find(key))
                .flatMap(found -> {
                    Term term = wish.of(found.getT2());
                    return terms.put(found.getT1().id(), term)
                            .then(note(place, term, entry))
                            .then(news.changed(found.getT1().id()))
                            .thenReturn(term);
                })
                .as(tx::transactional)
                .delayUntil(_ -> book.changed());
    }

    Mono<Void> remove(Place place, String key, AuditEntry entry) {
        return version(place)
                .zipWhen(_ -> features.find(key))
                .filterWhen(
                        found -> terms.remove(found.getT1().id(), found.getT2().id()))
                .switchIfEmpty(Mono.error(() -> new ApiException(ErrorCode.FEATURE_NOT_FOUND)))
                .flatMap(found -> note(place, new Term(found.getT2(), null, null), entry)
                        .then(news.changed(found.getT1().id())))
                .as(tx::transactional)
                .then(Mono.defer(book::changed));
    }

    private Mono<PlanVersion> version(Place place) {
        return versions.find(place.planId(), place.number())
                .switchIfEmpty(Mono.error(() -> new ApiException(
                        ErrorCode.PLAN_NOT_FOUND, "No plan found for this id, or no such version of it")));
    }

    private Mono<Void> note(Place place, Term term, AuditEntry entry) {
        Quota quota = term.quota();
        return audit.record(entry.on("plan", place.planId())
                .with(Map.of(
                        "version", Integer.toString(place.number()),
                        "feature", term.feature().key(),
                        "value", term.value() == null ? "" : term.value(),
                        "limit", quota == null ? "" : String.valueOf(quota.limit()),
                        "hard_limit", quota == null ? "" : Boolean.toString(quota.hard()),
                        "reset", quota == null ? "" : quota.reset().value())));
    }
}
