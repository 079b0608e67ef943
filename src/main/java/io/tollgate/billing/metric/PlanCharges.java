package io.tollgate.billing.metric;

import io.tollgate.billing.plan.Plan;
import io.tollgate.billing.plan.PlanCatalogue;
import io.tollgate.platform.audit.AuditEntry;
import io.tollgate.platform.web.ApiException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What administrators do to the charges of plans. Subscribers keep the charges of the version they have, as they keep its price;
 * so other charges are another version.
 */
@Component
class PlanCharges {

    private final PlanCatalogue plans;
    private final ChargeRepository charges;
    private final MetricRepository metrics;

    PlanCharges(PlanCatalogue plans, ChargeRepository charges, MetricRepository metrics) {
        this.plans = plans;
        this.charges = charges;
        this.metrics = metrics;
    }

    /** The same charges again make no version. */
    Mono<Plan> put(UUID planId, ChargesRequest wish, AuditEntry entry) {
        return plans.reissue(planId, entry, plan -> content(plan, wish));
    }

    /** Empty when nothing is different. */
    private Mono<PlanCatalogue.Content> content(Plan plan, ChargesRequest wish) {
        return drafts(wish).zipWith(charges.of(plan.version().id())).mapNotNull(found -> {
            List<ChargeDraft> drafts = found.getT1();
            return same(drafts, found.getT2())
                    ? null
                    : new PlanCatalogue.Content(
                            versionId -> charges.replace(versionId, drafts), details(drafts, found.getT2()));
        });
    }

    private Mono<List<ChargeDraft>> drafts(ChargesRequest wish) {
        List<String> codes = wish.charges().stream()
                .map(ChargeRequest::metric)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        return metrics.hold(codes).map(found -> {
            ChargeCheck check =
                    new ChargeCheck(found.stream().collect(Collectors.toMap(Metric::code, Function.identity())));
            List<ChargeDraft> drafts = check.read(wish.charges());
            if (!check.errors().isEmpty()) {
                throw ApiException.invalid(check.errors());
            }
            return drafts;
        });
    }

    private static boolean same(List<ChargeDraft> drafts, List<PlanCharge> charges) {
        return drafts.size() == charges.size()
                && IntStream.range(0, drafts.size()).allMatch(i -> drafts.get(i).same(charges.get(i)));
    }

    private static Map<String, String> details(List<ChargeDraft> after, List<PlanCharge> before) {
        return Map.of(
                "before.charges", text(before.stream().map(ChargeDraft::like).toList()), "after.charges", text(after));
    }

    private static String text(List<ChargeDraft> drafts) {
        return drafts.stream()
                .map(draft -> draft.metric().code() + " " + draft.terms().model() + " "
                        + draft.terms().json())
                .collect(Collectors.joining("; "));
    }
}
