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
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import reactor.core.publisher.Mono;

/** The table of deeds. It is open: a new way to change a subscription or its payments belongs into it. */
final class Deeds {

    private static final Predicate<Walker> ALWAYS = _ -> true;
    private static final Predicate<Walker> CUSTOMER =
            walker -> !walker.customer().isEmpty();
    private static final Predicate<Walker> PAGE = walker -> !walker.sessions.isEmpty();
    private static final Predicate<Walker> SUBSCRIBED =
            walker -> !walker.subscription().isEmpty();

    private final List<String> plans;
    private final Controls stripe;
    private final StripeSubscriptions subscriptions;
    private final StripeInvoices invoices;
    private final StripeCharges charges;

    Deeds(List<String> plans, Controls stripe, SecondNode node) {
        this.plans = plans;
        this.stripe = stripe;
        this.subscriptions = node.bean(StripeSubscriptions.class);
        this.invoices = node.bean(StripeInvoices.class);
        this.charges = node.bean(StripeCharges.class);
    }

    List<Deed> table() {
        return Stream.of(pages(), ours(), cards(), openInvoices(), atStripe(), moneyBack())
                .flatMap(List::stream)
                .toList();
    }

    private List<Deed> pages() {
        return List.of(
                new Deed("subscribe", 6, ALWAYS, this::subscribe),
                new Deed("pay", 3, PAGE, onPage("pay", Controls::pay)),
                new Deed("decline", 1, PAGE, onPage("decline", Controls::decline)),
                new Deed("pay later", 1, PAGE, onPage("pay later", Controls::payLater)),
                new Deed("let it expire", 1, PAGE, onPage("expire", Controls::expire)),
                new Deed(
                        "settle",
                        2,
                        PAGE,
                        walker -> walker.tryAt(
                                stripe,
                                "settle",
                                it -> it.settle(walker.any(walker.sessions), walker.random.nextBoolean()))));
    }

    /** Most who come to the page pay. */
    private void subscribe(Walker walker) {
        walker.keepPage(walker.post("/billing/subscriptions/subscribe", Map.of("plan_code", walker.any(plans))));
        if (!walker.sessions.isEmpty() && walker.random.nextInt(10) < 8) {
            walker.tryAt(stripe, "pay", it -> it.pay(walker.sessions.getLast()));
        }
    }

    private List<Deed> ours() {
        return List.of(
                new Deed("upgrade", 3, SUBSCRIBED, this::upgrade),
                new Deed(
                        "change",
                        3,
                        SUBSCRIBED,
                        walker -> walker.keepPage(
                                walker.post("/billing/subscriptions/change", Map.of("plan_code", walker.any(plans))))),
                new Deed("cancel", 2, SUBSCRIBED, post("/billing/subscriptions/cancel")),
                new Deed("resume", 2, SUBSCRIBED, post("/billing/subscriptions/resume")),
                new Deed("pause", 1, SUBSCRIBED, post("/billing/subscriptions/pause")));
    }

    private static Consumer<Walker> post(String path) {
        return walker -> {
            var _ = walker.post(path, Map.of());
        };
    }

    private void upgrade(Walker walker) {
        int pages = walker.sessions.size();
        walker.keepPage(walker.post("/billing/subscriptions/upgrade", Map.of("plan_code", walker.any(plans))));
        if (walker.sessions.size() > pages && walker.random.nextInt(10) < 8) {
            walker.tryAt(stripe, "pay", it -> it.pay(walker.sessions.getLast()));
        }
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
    private Consumer<Walker> onCharge(String what, Order order) {
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
                .ifPresent(charge -> walker.tryAt(stripe, what, it -> order.give(it, charge)));
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
    private List<Deed> atStripe() {
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

    private interface Order {
        void give(Controls stripe, String id);
    }

    private Consumer<Walker> onPage(String what, Order order) {
        return walker -> walker.tryAt(stripe, what, it -> order.give(it, walker.any(walker.sessions)));
    }

    private Deed card(String name, int weight, Order order) {
        return new Deed(
                name, weight, CUSTOMER, walker -> walker.tryAt(stripe, name, it -> order.give(it, walker.customer())));
    }

    private Consumer<Walker> forEachOpen(String what, Order order) {
        return walker -> invoices.list(walker.subscription())
                .filter(invoice -> invoice.status() == StripeInvoice.Status.OPEN)
                .collectList()
                .block()
                .forEach(invoice -> walker.tryAt(stripe, what, it -> order.give(it, invoice.id())));
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
