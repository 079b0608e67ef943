package io.tollgate.billing.reconciliation;

import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What may happen to a user on a random walk. The table is open: a new way to change a subscription belongs into it.
 *
 * @param weight how often, against the others
 * @param possible whether it makes sense now; a deed that does not is not done
 */
record Deed(String name, int weight, Predicate<Walker> possible, Consumer<Walker> done) {

    private static final Predicate<Walker> CUSTOMER =
            walker -> !walker.customer().isEmpty();
    private static final Predicate<Walker> PAGE = walker -> !walker.sessions.isEmpty();
    private static final Predicate<Walker> SUBSCRIPTION =
            walker -> !walker.subscription().isEmpty();

    static List<Deed> table(List<String> plans, Controls stripe, StripeSubscriptions api, StripeInvoices invoices) {
        return List.of(
                new Deed(
                        "subscribe",
                        6,
                        _ -> true,
                        walker -> walker.keepPage(walker.post(
                                "/billing/subscriptions/subscribe", Map.of("plan_code", walker.any(plans))))),
                new Deed(
                        "pay",
                        12,
                        PAGE,
                        walker -> walker.tryAt(stripe, "pay", it -> it.pay(walker.any(walker.sessions)))),
                new Deed(
                        "decline",
                        2,
                        PAGE,
                        walker -> walker.tryAt(stripe, "decline", it -> it.decline(walker.any(walker.sessions)))),
                new Deed(
                        "pay later",
                        1,
                        PAGE,
                        walker -> walker.tryAt(stripe, "pay later", it -> it.payLater(walker.sessions.getLast()))),
                new Deed(
                        "settle",
                        1,
                        PAGE,
                        walker -> walker.tryAt(
                                stripe,
                                "settle",
                                it -> it.settle(walker.sessions.getLast(), walker.random.nextBoolean()))),
                new Deed(
                        "let the page expire",
                        1,
                        PAGE,
                        walker -> walker.tryAt(stripe, "expire", it -> it.expire(walker.any(walker.sessions)))),
                new Deed(
                        "empty the card",
                        3,
                        CUSTOMER,
                        walker -> walker.tryAt(stripe, "empty card", it -> it.cardDeclines(walker.customer(), true))),
                new Deed(
                        "fill the card",
                        2,
                        CUSTOMER,
                        walker -> walker.tryAt(stripe, "full card", it -> it.cardDeclines(walker.customer(), false))),
                new Deed(
                        "a bank that asks",
                        1,
                        CUSTOMER,
                        walker -> walker.tryAt(
                                stripe,
                                "bank asks",
                                it -> it.cardAsks(walker.customer(), walker.random.nextBoolean()))),
                new Deed(
                        "pay what is open",
                        3,
                        SUBSCRIPTION,
                        walker -> open(invoices, walker)
                                .forEach(invoice ->
                                        walker.tryAt(stripe, "pay invoice", it -> it.payInvoice(invoice.id())))),
                new Deed(
                        "confirm what is open",
                        2,
                        SUBSCRIPTION,
                        walker -> open(invoices, walker)
                                .forEach(invoice -> walker.tryAt(
                                        stripe,
                                        "confirm",
                                        it -> it.confirmInvoice(invoice.id(), walker.random.nextInt(3) > 0)))),
                new Deed(
                        "cancel at the portal",
                        2,
                        SUBSCRIPTION,
                        walker -> atStripe(
                                walker,
                                "portal cancel",
                                api.cancelAtPeriodEnd(key(walker), walker.subscription(), true))),
                new Deed(
                        "resume at the portal",
                        2,
                        SUBSCRIPTION,
                        walker -> atStripe(
                                walker,
                                "portal resume",
                                api.cancelAtPeriodEnd(key(walker), walker.subscription(), false))),
                new Deed(
                        "end at the dashboard",
                        1,
                        SUBSCRIPTION,
                        walker -> atStripe(
                                walker,
                                "dashboard end",
                                api.cancelNow(walker.subscription(), walker.random.nextBoolean()))));
    }

    private static List<StripeInvoice> open(StripeInvoices invoices, Walker walker) {
        return invoices.list(walker.subscription())
                .filter(invoice -> invoice.status() == StripeInvoice.Status.OPEN)
                .collectList()
                .block();
    }

    private static IdempotencyKey key(Walker walker) {
        return IdempotencyKey.of("walk", walker.user().id() + "." + walker.road.size(), 1);
    }

    private static void atStripe(Walker walker, String what, reactor.core.publisher.Mono<?> call) {
        try {
            var _ = call.block();
            walker.road.add(what);
        } catch (StripeFailure refused) {
            walker.road.add(what + " refused");
        }
    }
}
