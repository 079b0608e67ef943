package io.tollgate.billing.entitlement;

import io.tollgate.billing.plan.PlanChanges;
import io.tollgate.billing.plan.PlanRepository;
import io.tollgate.billing.plan.Reading;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** What every version of every plan opens, in memory. Read anew when a node says that a plan has changed. */
@Component
class FeatureBook implements SmartLifecycle {

    private final TermRepository terms;
    private final PlanChanges changes;
    private final Reading<Content> content;
    private Disposable listening = Disposables.disposed();
    private volatile boolean running;

    FeatureBook(
            FeatureRepository features,
            TermRepository terms,
            PlanRepository plans,
            PlanChanges changes,
            EntitlementProperties properties,
            Clock clock) {
        this.terms = terms;
        this.changes = changes;
        // A version has its terms from its first moment on, so it is known with them when it is read before them.
        this.content = new Reading<>(
                () -> terms.versions()
                        .flatMap(versions -> Mono.zip(
                                        features.keys(), terms.all(), defaults(plans, properties.defaultPlan()))
                                .map(read -> Content.of(versions, read.getT1(), read.getT2(), read.getT3()))),
                clock);
    }

    /**
     * All of it at one time.
     *
     * @param versions all that there are, also those that open nothing
     * @param keys of all features
     * @param byVersion the terms of each version by the feature's key, in the order of the keys
     * @param defaults the plan of those who have no subscription
     */
    record Content(
            Set<UUID> versions,
            Set<String> keys,
            Map<UUID, Map<String, Term>> byVersion,
            @Nullable PlanRef defaults) {

        static Content of(
                Set<UUID> versions,
                Set<String> keys,
                List<TermRepository.OfVersion> terms,
                Optional<PlanRef> defaults) {
            return new Content(
                    versions,
                    keys,
                    terms.stream().collect(Collectors.groupingBy(TermRepository.OfVersion::versionId, byKey())),
                    defaults.orElse(null));
        }

        private static Collector<TermRepository.OfVersion, ?, Map<String, Term>> byKey() {
            return Collectors.toMap(
                    term -> term.term().feature().key(),
                    TermRepository.OfVersion::term,
                    (first, _) -> first,
                    LinkedHashMap::new);
        }

        boolean knows(PlanRef plan) {
            return versions.contains(plan.versionId());
        }

        Map<String, Term> of(@Nullable PlanRef plan) {
            return plan == null ? Map.of() : byVersion.getOrDefault(plan.versionId(), Map.of());
        }
    }

    /** What a plan opens. A version that was made a moment ago on another node is found also while Redis is down. */
    Mono<Map<String, Term>> of(@Nullable PlanRef plan, Content known) {
        return plan == null || known.knows(plan)
                ? Mono.just(known.of(plan))
                : terms.of(plan.versionId()).map(FeatureBook::byKey);
    }

    private static Map<String, Term> byKey(List<Term> terms) {
        Map<String, Term> byKey = new LinkedHashMap<>();
        terms.forEach(term -> byKey.put(term.feature().key(), term));
        return byKey;
    }

    Mono<Content> read() {
        return content.get();
    }

    /** To be called after the commit. */
    Mono<Void> changed() {
        return Mono.defer(() -> {
            content.forget();
            return changes.announce();
        });
    }

    private static Mono<Optional<PlanRef>> defaults(PlanRepository plans, String code) {
        return plans.findActive(code)
                .map(plan -> new PlanRef(
                        plan.id(),
                        plan.code(),
                        plan.name(),
                        plan.tier(),
                        plan.version().id(),
                        plan.version().number()))
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty());
    }

    @Override
    public void start() {
        running = true;
        listening = changes.heard().subscribe(_ -> content.forget());
    }

    @Override
    public void stop() {
        listening.dispose();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
