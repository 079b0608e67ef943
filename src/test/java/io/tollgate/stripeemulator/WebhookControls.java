package io.tollgate.stripeemulator;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;

/** What a test may order of events and their delivery. */
public abstract class WebhookControls {
    private final StateThread state;
    private final Machine machine;

    WebhookControls(StateThread state, Machine machine) {
        this.state = state;
        this.machine = machine;
    }

    final void run(Runnable work) {
        var _ = ask(() -> {
            work.run();
            return "";
        });
    }

    final <T> T ask(Callable<T> work) {
        try {
            return state.call(work);
        } catch (StripeFailure refused) {
            throw new IllegalStateException(refused.getMessage(), refused);
        }
    }

    public void holdWebhooks() {
        run(machine.sender()::hold);
    }

    public List<String> heldEventTypes() {
        return ask(machine.sender()::heldTypes);
    }

    /** Delivers what is held one after another: first what {@code order} names (types or event ids), then the rest. */
    public void releaseWebhooks(String... order) {
        run(() -> machine.sender().release(List.of(order)));
    }

    public void releaseWebhooksShuffled(long seed) {
        run(() -> machine.sender().releaseShuffled(seed));
    }

    /** Forgets what is held, stops holding, and returns how many deliveries are lost. */
    public int discardHeldWebhooks() {
        return ask(machine.sender()::discardHeld);
    }

    /** While true, events are written but never delivered. */
    public void dropWebhooks(boolean drop) {
        run(() -> machine.sender().drop(drop));
    }

    /** Loses what is sent until that much of the emulator's time has passed. */
    public void loseWebhooks(Duration time) {
        run(() -> machine.sender().lose(time));
    }

    /** From now on each delivery waits some time up to this, so that many arrive in another order; zero for none. */
    public void delayWebhooks(Duration longest, long seed) {
        run(() -> machine.sender().delay(longest, seed));
    }

    /** From now on each delivery is made {@code times} times, in parallel. */
    public void deliverEachWebhook(int times) {
        run(() -> machine.sender().copies(times));
    }

    public void resend(String eventId) {
        run(() -> machine.sender().resend(eventId));
    }

    /** All attempts so far, in the order in which they ended. */
    public List<DeliveryAttempt> deliveries() {
        return ask(() -> machine.sender().attempts.list());
    }

    /** Deliveries neither taken nor given up; held ones do not count. */
    public int deliveriesUnderWay() {
        return ask(machine.sender()::underWay);
    }

    /** The ids of the events of a type that concern an object, oldest first. */
    public List<String> events(String type, String objectId) {
        return ask(() -> machine.account()
                .store()
                .all(Events.KIND)
                .filter(event -> Json.is(event, "type", type))
                .filter(event -> Json.is(event.path("data").path("object"), "id", objectId))
                .map(event -> Json.string(event, "id"))
                .toList());
    }

    /** An event as it is delivered. */
    public String event(String eventId) {
        return ask(() -> Json.pretty(machine.account().store().get(Events.KIND, eventId)));
    }

    /** The ids of the events whose object is or names the one with this id, oldest first. */
    public List<String> eventsAbout(String id) {
        return ask(() -> machine.account().events().about(id));
    }
}
