package io.tollgate.billing.reconciliation;

import io.tollgate.SecondNode;
import io.tollgate.billing.stripe.IdempotencyKey;
import io.tollgate.billing.stripe.StripeCharge;
import io.tollgate.billing.stripe.StripeCharges;
import io.tollgate.billing.stripe.StripeFailure;
import io.tollgate.billing.stripe.StripeInvoice;
import io.tollgate.billing.stripe.StripeInvoices;
import io.tollgate.billing.stripe.StripeSubscriptions;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** What happens to cards, invoices and money at Stripe, and what is done there by hand. */
final class DeedsAtStripe {

    private static final Predicate<Walker> CUSTOMER =
            walker -> !walker.customer().isEmpty();
    private static final Predicate<Walker> SUBSCRIBED =
            walker -> !walker.subscription().isEmpty();

    private final Controls stripe;
    private final StripeSubscriptions subscriptions;
    private final StripeInvoices invoices;
    private final StripeCharges charges;

    DeedsAtStripe(Controls stripe, SecondNode node) {
        this.stripe = stripe;
        this.subscriptions = node.bean(StripeSubscriptions.class);
        this.invoices = node.bean(StripeInvoices.class);
        this.charges = node.bean(StripeCharges.class);
    }

    List<Deed> table() {
        return Stream.of(cards(), openInvoices(), byHand(), moneyBack())
                .flatMap(List::stream)
                .toList();
    }

    private List<Deed> moneyBack() {
        return List.of(
                new Deed("refund all", 1, SUBSCRIBED, onCharge("refund", (it, charge) -> it.refund(charge, null))),
                new Deed(
                        "refund some", 1, SUBSCRIBED, onCharge("refund some", (it, charge) -> it.refund(charge, 500L))),
                new Deed(
                        "dispute",
                        1,
                        SUBSCRIBED,
                        walker -> onCharge("dispute", (it, charge) -> walker.disputes.add(it.openDispute(charge)))
                                .accept(walker)),
                new Deed(
                        "decide a dispute",
                        2,
                        walker -> !walker.disputes.isEmpty(),
                        walker -> walker.tryAt(
                                stripe,
                                "dispute closed",
                                it -> it.closeDispute(walker.any(walker.disputes), walker.random.nextBoolean()))));
    }

    /** The charge of the payment that was heard of last. */
    private Consumer<Walker> onCharge(String what, BiConsumer<Controls, String> order) {
        return walker -> walker.payments().stream()
                .map(payment -> (String) payment.get("provider_payment_id"))
                .filter(Objects::nonNull)
                .reduce((_, last) -> last)
                .flatMap(
                        intent -> charges
                                .list(intent)
                                .filter(StripeCharge::succeeded)
                                .map(StripeCharge::id)
                                .collectList()
                                .block()
                                .stream()
                                .findFirst())
                .ifPresent(charge -> walker.tryAt(stripe, what, it -> order.accept(it, charge)));
    }

    private List<Deed> cards() {
        return List.of(
                card("empty the card", 2, (it, customer) -> it.cardDeclines(customer, true)),
                card("fill the card", 2, (it, customer) -> it.cardDeclines(customer, false)),
                card("ask", 1, (it, customer) -> it.cardAsks(customer, true)),
                card("ask no more", 1, (it, customer) -> it.cardAsks(customer, false)));
    }

    private List<Deed> openInvoices() {
        return List.of(
                new Deed("pay what is open", 3, SUBSCRIBED, forEachOpen("pay invoice", Controls::payInvoice)),
                new Deed(
                        "confirm",
                        2,
                        SUBSCRIBED,
                        forEachOpen("confirm", (it, invoice) -> it.confirmInvoice(invoice, true))),
                new Deed(
                        "refuse to confirm",
                        1,
                        SUBSCRIBED,
                        forEachOpen("unconfirmed", (it, invoice) -> it.confirmInvoice(invoice, false))));
    }

    /** At the portal or the dashboard. */
    private List<Deed> byHand() {
        return List.of(
                new Deed(
                        "cancel at the portal",
                        2,
                        SUBSCRIBED,
                        walker -> call(
                                walker,
                                "portal cancel",
                                subscriptions.cancelAtPeriodEnd(key(walker), walker.subscription(), true))),
                new Deed(
                        "resume at the portal",
                        2,
                        SUBSCRIBED,
                        walker -> call(
                                walker,
                                "portal resume",
                                subscriptions.cancelAtPeriodEnd(key(walker), walker.subscription(), false))),
                new Deed(
                        "end at the dashboard",
                        1,
                        SUBSCRIBED,
                        walker -> call(
                                walker,
                                "dashboard end",
                                subscriptions.cancelNow(walker.subscription(), walker.random.nextBoolean()))));
    }

    private Deed card(String name, int weight, BiConsumer<Controls, String> order) {
        return new Deed(
                name,
                weight,
                CUSTOMER,
                walker -> walker.tryAt(stripe, name, it -> order.accept(it, walker.customer())));
    }

    private Consumer<Walker> forEachOpen(String what, BiConsumer<Controls, String> order) {
        return walker -> invoices.list(walker.subscription())
                .filter(invoice -> invoice.status() == StripeInvoice.Status.OPEN)
                .collectList()
                .block()
                .forEach(invoice -> walker.tryAt(stripe, what, it -> order.accept(it, invoice.id())));
    }

    private static IdempotencyKey key(Walker walker) {
        return IdempotencyKey.of("walk", walker.user().id() + "." + walker.road.size(), 1);
    }

    private static void call(Walker walker, String what, Mono<?> call) {
        try {
            var _ = call.block();
            walker.road.add(what);
        } catch (StripeFailure refused) {
            walker.road.add(what + " refused");
        }
    }
}
