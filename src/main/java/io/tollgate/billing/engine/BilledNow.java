package io.tollgate.billing.engine;

import io.tollgate.billing.invoice.InvoiceDocument;
import io.tollgate.billing.invoice.InvoiceLine;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What invoices that are made just now really bill for base fees: after discounts, so that no more is ever given back. */
final class BilledNow {

    private BilledNow() {}

    /** How the subscriptions stand after the steps. @param made the steps' invoices */
    static List<EngineSubscription> fill(List<Step> steps, List<InvoiceDocument> made) {
        Map<UUID, InvoiceDocument> bySubscription =
                made.stream().collect(Collectors.toMap(BilledNow::subscription, Function.identity()));
        return steps.stream()
                .map(step -> filled(step, bySubscription.get(step.after().id())))
                .toList();
    }

    private static EngineSubscription filled(Step step, @Nullable InvoiceDocument made) {
        if (step.base() == 0 || made == null) {
            return step.after();
        }
        long net = Math.max(0, made.invoice().discount() == 0 ? step.base() : net(made));
        return step.after().on(step.after().course().having(net, made.invoice().id()));
    }

    private static long net(InvoiceDocument made) {
        return made.lines().stream()
                .filter(line -> line.kind().equals("base"))
                .mapToLong(InvoiceLine::net)
                .sum();
    }

    private static UUID subscription(InvoiceDocument made) {
        UUID id = made.invoice().subscriptionId();
        if (id == null) {
            throw new IllegalStateException(
                    "An invoice of no subscription: " + made.invoice().id());
        }
        return id;
    }
}
