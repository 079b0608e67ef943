package io.tollgate.stripeemulator;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a test may order: faults, webhook mischief, what the payer does, the passing of time. Every method waits until it is done, so call
 * them from a plain thread. A mistake, such as paying an expired session, is an {@link IllegalStateException}.
 */
public final class Controls extends WebhookControls {
    private final Machine machine;

    Controls(StateThread state, Machine machine) {
        super(state, machine);
        this.machine = machine;
    }

    // Faults and what was asked

    public void fail(Fault fault) {
        run(() -> machine.api().faults.add(fault));
    }

    public void clearFaults() {
        run(machine.api().faults::clear);
    }

    public List<ReceivedRequest> requests() {
        return ask(() -> machine.api().received.list());
    }

    /** Requests of one method whose path is exactly {@code path}. */
    public List<ReceivedRequest> requests(String method, String path) {
        return requests().stream()
                .filter(request ->
                        request.method().equals(method) && request.path().equals(path))
                .toList();
    }

    public void forgetRequests() {
        run(machine.api().received::clear);
    }

    // The payer

    /** Completes a session with a good card; returns the subscription's id. */
    public String pay(String sessionId) {
        return pay(sessionId, null);
    }

    /** Completes a session as this payer. */
    public String pay(String sessionId, @Nullable String email) {
        return ask(() -> Json.string(machine.checkout().pay(sessionId, email), "subscription"));
    }

    /** The card is refused; the session stays open. */
    public void decline(String sessionId) {
        run(() -> machine.checkout().decline(sessionId));
    }

    /** Completes a session with a method that settles later; the subscription is active meanwhile, as at Stripe. */
    public String payLater(String sessionId) {
        return payLater(sessionId, "active");
    }

    public String payLater(String sessionId, String subscriptionStatus) {
        return ask(() -> Json.string(machine.checkout().payLater(sessionId, null, subscriptionStatus), "subscription"));
    }

    /** The bank's answer to {@link #payLater}. */
    public void settle(String sessionId, boolean accepted) {
        run(() -> machine.checkout().settle(sessionId, accepted));
    }

    public void expire(String sessionId) {
        run(() -> machine.sessions().expire(sessionId));
    }

    /** Whether the customer's card refuses charges from now on. */
    public void cardDeclines(String customerId, boolean declines) {
        run(() -> machine.cardDeclines(customerId, declines));
    }

    /** The customer's card refuses from now on, in this word of the bank's: {@code stolen_card}. */
    public void cardDeclines(String customerId, String code) {
        run(() -> machine.intents().declinesAs(customerId, code));
    }

    /** Gives the customer a good card for charges without them; returns its id. */
    public String saveCard(String customerId) {
        return ask(() -> Json.string(machine.intents().saveCard(customerId), "id"));
    }

    /** How often the customer has really been charged. */
    public long charges(String customerId) {
        return ask(() -> machine.account()
                .store()
                .all(Payments.CHARGE)
                .filter(charge -> Json.is(charge, "customer", customerId) && Json.flag(charge, "paid"))
                .count());
    }

    /** Whether the bank wants each charge confirmed by its customer from now on. */
    public void cardAsks(String customerId, boolean asks) {
        run(() -> machine.cardAsks(customerId, asks));
    }

    /** Whether this customer's renewals stay drafts; those there are become final when they no longer do. */
    public void keepDrafts(String customerId, boolean keep) {
        run(() -> machine.renewals().keepDrafts(customerId, keep));
    }

    /** The customer confirms a payment that the bank has asked about, or refuses to. */
    public void confirmInvoice(String invoiceId, boolean confirmed) {
        run(() -> machine.confirmInvoice(invoiceId, confirmed));
    }

    /** Begins a trial on a page that wants no card; returns the subscription's id. */
    public String startWithoutCard(String sessionId) {
        return ask(() -> Json.string(machine.checkout().startWithoutCard(sessionId), "subscription"));
    }

    /** What becomes of a subscription whose last retry failed: {@code cancel}, {@code unpaid} or {@code past_due}. */
    public void afterRetries(String setting) {
        run(() -> machine.dunning().afterRetries(setting));
    }

    /** Refunds a charge as somebody at the dashboard does: null for all that is left. Returns the refund's id. */
    public String refund(String chargeId, @Nullable Long amount) {
        return ask(() -> Json.string(machine.refunds().giveBack(chargeId, amount), "id"));
    }

    /** Deletes a subscription without a trace or an event, as Stripe does with an account's test data. */
    public void forget(String subscriptionId) {
        run(() -> machine.account().store().remove(Subscriptions.KIND, subscriptionId));
    }

    /** Throws all events away, as Stripe does when they are thirty days old. */
    public void forgetEvents() {
        run(() -> machine.account()
                .store()
                .all(Events.KIND)
                .forEach(event -> machine.account().store().remove(Events.KIND, Json.string(event, "id"))));
    }

    /** Sets any status, with the event Stripe would send. */
    public void setStatus(String subscriptionId, String status) {
        run(() -> machine.setStatus(subscriptionId, status));
    }

    /** Pays an open invoice with the customer's card, as its hosted page would. */
    public void payInvoice(String invoiceId) {
        run(() -> machine.payInvoice(invoiceId));
    }

    /** Whether refunds made from now on are pending until {@link #arriveRefund}. */
    public void slowRefunds(boolean slow) {
        run(() -> machine.refunds().slow(slow));
    }

    public void arriveRefund(String refundId) {
        run(() -> machine.refunds().arrive(refundId));
    }

    /** The bank sends the money of a refund back. */
    public void failRefund(String refundId) {
        run(() -> machine.refunds().fail(refundId));
    }

    /** Disputes a charge: the money is withdrawn until {@link #closeDispute}; returns the dispute's id. */
    public String openDispute(String chargeId) {
        return ask(() -> Json.string(machine.disputes().open(chargeId, null, "fraudulent"), "id"));
    }

    public void closeDispute(String disputeId, boolean won) {
        run(() -> machine.disputes().close(disputeId, won ? "won" : "lost"));
    }

    // Time

    public Instant now() {
        return ask(machine.account().clock()::now);
    }

    /** Moves the emulator's time and plays everything that becomes due on the way, in order. */
    public void advance(Duration duration) {
        run(() -> machine.timeline().advance(duration));
    }

    /** All subscriptions and open pages end without an event, as if nobody had ever told of them. Gives the subscriptions' ids. */
    public List<String> endEverything() {
        return ask(() -> new Closing(machine.account()).end());
    }
}
