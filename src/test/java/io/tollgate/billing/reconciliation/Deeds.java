package io.tollgate.billing.reconciliation;

import io.tollgate.SecondNode;
import io.tollgate.stripeemulator.Controls;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The table of deeds. It is open: a new way to change a subscription or its payments belongs into it. */
final class Deeds {

    private static final Predicate<Walker> ALWAYS = _ -> true;
    private static final Predicate<Walker> PAGE = walker -> !walker.sessions.isEmpty();
    private static final Predicate<Walker> SUBSCRIBED =
            walker -> !walker.subscription().isEmpty();

    private final List<String> plans;
    private final Controls stripe;
    private final DeedsAtStripe atStripe;

    Deeds(List<String> plans, Controls stripe, SecondNode node) {
        this.plans = plans;
        this.stripe = stripe;
        this.atStripe = new DeedsAtStripe(stripe, node);
    }

    List<Deed> table() {
        return Stream.of(pages(), ours(), atStripe.table())
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

    private Consumer<Walker> onPage(String what, BiConsumer<Controls, String> order) {
        return walker -> walker.tryAt(stripe, what, it -> order.accept(it, walker.any(walker.sessions)));
    }
}
